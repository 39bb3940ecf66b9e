package io.github.mmap4j.internal.bytes;

/**
 * Holds the kernels that are available in this virtual machine and records which of them is faster.
 */
public final class Kernels {
  static final Kernel SCALAR = new ScalarKernel();

  /** The vector kernel, or null without the module jdk.incubator.vector. */
  static final Kernel VECTOR = vectorIfPresent();

  /** The kernel that was faster in the last long search. Races on this field do no harm. */
  private static Kernel preferred = SCALAR;

  private Kernels() {}

  private static Kernel vectorIfPresent() {
    boolean present =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && Kernels.class
                .getModule()
                .canRead(ModuleLayer.boot().findModule("jdk.incubator.vector").get());
    return present ? new VectorKernel() : null;
  }

  /** Returns whether there is a vector kernel. */
  public static boolean hasVectors() {
    return VECTOR != null;
  }

  /** Returns the kernel for a range that is too short to try both. */
  static Kernel preferred() {
    return preferred;
  }

  static void prefer(Kernel kernel) {
    preferred = kernel;
  }
}
