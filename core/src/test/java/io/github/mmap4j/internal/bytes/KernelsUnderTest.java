package io.github.mmap4j.internal.bytes;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Lists the kernels of this JVM, so that each test runs with all of them. */
public final class KernelsUnderTest {
  /** The positions in a part of a long search. */
  public static final int PART = (int) KernelTrial.PART;

  /** One example for each number of bytes that a kernel compares. */
  private static final RareBytes[] COMPARED = {
    RareBytes.of(new byte[1]), RareBytes.of("zq".getBytes()), RareBytes.of("eat".getBytes())
  };

  private KernelsUnderTest() {}

  static Stream<Kernel> all() {
    return Stream.of(Kernels.SCALAR, Kernels.VECTOR).filter(kernel -> kernel != null);
  }

  /** Returns actions that each make searches prefer a kernel. */
  public static Stream<Named<Runnable>> preferences() {
    return all().map(KernelsUnderTest::preference);
  }

  /** Returns an action that restores the current preferences. */
  public static Runnable restorer() {
    Kernel[] preferred = new Kernel[COMPARED.length];
    Arrays.setAll(preferred, i -> Kernels.preferred(COMPARED[i]));
    return () -> {
      for (int i = 0; i < COMPARED.length; i++) {
        Kernels.prefer(preferred[i], COMPARED[i]);
      }
    };
  }

  private static Named<Runnable> preference(Kernel kernel) {
    return Named.of(
        kernel.getClass().getSimpleName(),
        () -> Arrays.stream(COMPARED).forEach(bytes -> Kernels.prefer(kernel, bytes)));
  }
}
