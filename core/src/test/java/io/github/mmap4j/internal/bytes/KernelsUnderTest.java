package io.github.mmap4j.internal.bytes;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Lists the kernels of this JVM, so that each test runs with all of them. */
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

  /** Returns an action that restores the current preferences. */
  public static Runnable restorer() {
    Map<KernelLoop, Kernel> preferred = new EnumMap<>(KernelLoop.class);
    for (KernelLoop loop : KernelLoop.values()) {
      preferred.put(loop, Kernels.preferred(loop));
    }
    return () -> preferred.forEach((loop, kernel) -> Kernels.prefer(kernel, loop));
  }

  private static Named<Runnable> preference(Kernel kernel) {
    return Named.of(
        kernel.getClass().getSimpleName(),
        () -> {
          for (KernelLoop loop : KernelLoop.values()) {
            Kernels.prefer(kernel, loop);
          }
        });
  }
}
