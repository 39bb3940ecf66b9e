package io.github.mmap4j.internal.bytes;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Lists the kernels of this virtual machine, so that each test runs with all of them. */
public final class KernelsUnderTest {
  /** The positions in a part of a long search. */
  public static final int PART = (int) KernelTrial.PART;

  private KernelsUnderTest() {}

  static Stream<Kernel> all() {
    return Stream.of(Kernels.SCALAR, Kernels.VECTOR).filter(kernel -> kernel != null);
  }

  /** Returns actions that each make searches prefer a kernel. */
  public static Stream<Named<Runnable>> preferences() {
    return all().map(KernelsUnderTest::preference);
  }

  /** Returns an action that restores the preference of now. */
  public static Runnable restorer() {
    return preference(Kernels.preferred()).getPayload();
  }

  private static Named<Runnable> preference(Kernel kernel) {
    return Named.of(kernel.getClass().getSimpleName(), () -> Kernels.prefer(kernel));
  }
}
