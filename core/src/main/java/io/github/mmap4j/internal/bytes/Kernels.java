package io.github.mmap4j.internal.bytes;

/** Which kernels this virtual machine has, and which of them is the faster one. */
public final class Kernels {
  static final Kernel SCALAR = new ScalarKernel();

  /** Null where the module jdk.incubator.vector is not there. */
  public static final Kernel VECTOR = vectorIfPresent();

  /** What the last long search has found to be the faster one; races do no harm. */
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

  /** For a range too short to try both. */
  public static Kernel preferred() {
    return preferred;
  }

  public static void prefer(Kernel kernel) {
    preferred = kernel;
  }
}
