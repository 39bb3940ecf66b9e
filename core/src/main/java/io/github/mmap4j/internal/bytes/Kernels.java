package io.github.mmap4j.internal.bytes;

import java.util.Arrays;

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
   * The kernels that were faster in the last trials, indexed by {@link KernelLoop}. Data races on
   * this array are harmless.
   */
  private static final Kernel[] PREFERRED = new Kernel[KernelLoop.values().length];

  static {
    Arrays.fill(PREFERRED, SCALAR);
  }

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

  /** Returns the kernel that was faster in the last trial of a loop. */
  static Kernel preferred(KernelLoop loop) {
    return PREFERRED[loop.ordinal()];
  }

  static void prefer(Kernel kernel, KernelLoop loop) {
    PREFERRED[loop.ordinal()] = kernel;
  }
}
