package io.github.mmap4j.internal.bytes;

/**
 * Holds the kernels that are available in this virtual machine and records which kernel is faster.
 */
public final class Kernels {
  static final Kernel SCALAR = new ScalarKernel();

  /**
   * The vector kernel, or null if the module jdk.incubator.vector is absent or vectors are too
   * short.
   */
  static final Kernel VECTOR = vectorIfPresent();

  /**
   * The kernels that were faster in the last trials, indexed by the number of compared bytes minus
   * one. C2 compiles separate code for each number. Data races on this array are harmless.
   */
  private static final Kernel[] PREFERRED = {SCALAR, SCALAR, SCALAR};

  private Kernels() {}

  private static Kernel vectorIfPresent() {
    boolean present =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && Kernels.class
                .getModule()
                .canRead(ModuleLayer.boot().findModule("jdk.incubator.vector").get());
    return present && VectorKernel.isUsable() ? new VectorKernel() : null;
  }

  /** Returns whether there is a vector kernel. */
  public static boolean hasVectors() {
    return VECTOR != null;
  }

  /** Returns the kernel that was faster in the last trial with this number of rare bytes. */
  static Kernel preferred(RareBytes rareBytes) {
    return PREFERRED[rareBytes.count() - 1];
  }

  static void prefer(Kernel kernel, RareBytes rareBytes) {
    PREFERRED[rareBytes.count() - 1] = kernel;
  }
}
