package io.github.mmap4j.internal.bytes;

import java.util.stream.Stream;

/** Every kernel that this virtual machine has: one suite for all. */
public final class KernelsUnderTest {
  private KernelsUnderTest() {}

  public static Stream<Kernel> all() {
    return Stream.of(Kernels.SCALAR, Kernels.VECTOR).filter(kernel -> kernel != null);
  }
}
