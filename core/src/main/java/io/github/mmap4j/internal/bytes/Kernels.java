package io.github.mmap4j.internal.bytes;

/**
 * Holds the kernels that are available in this virtual machine and records which of them is faster.
 */
public final class Kernels {
  static final Kernel SCALAR = new ScalarKernel();

  /** The vector kernel, or null without the module jdk.incubator.vector or long vectors. */
  static final Kernel VECTOR = vectorIfPresent();

  /**
   * The kernel that was faster in the last trial, by the number of compared bytes less one. Each
   * number has code of its own, which C2 compiles when it is used. Races do no harm.
   */
  private static final Kernel[] PREFERRED = {SCALAR, SCALAR, SCALAR};

  private Kernels() {}

  private static Kernel vectorIfPresent() {
    boolean present =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && Kernels.class
                .getModule()
                .canRead(ModuleLayer.boot().findModule("jdk.incubator.vector").get());
    return present && VectorKernel.pays() ? new VectorKernel() : null;
  }

  /** Returns whether there is a vector kernel. */
  public static boolean hasVectors() {
    return VECTOR != null;
  }

  /** Returns the kernel that was faster the last time both were tried. */
  static Kernel preferred(RareBytes rareBytes) {
    return PREFERRED[rareBytes.count() - 1];
  }

  static void prefer(Kernel kernel, RareBytes rareBytes) {
    PREFERRED[rareBytes.count() - 1] = kernel;
  }
}
