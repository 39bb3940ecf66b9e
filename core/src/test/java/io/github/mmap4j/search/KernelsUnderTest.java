package io.github.mmap4j.search;

import java.util.stream.Stream;

/** Every kernel that this virtual machine has: one suite for all. */
final class KernelsUnderTest {
  private KernelsUnderTest() {}

  static Stream<Kernel> all() {
    return Stream.of(Kernels.SCALAR, Kernels.VECTOR).filter(kernel -> kernel != null);
  }
}
