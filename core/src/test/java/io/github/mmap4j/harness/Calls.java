package io.github.mmap4j.harness;

import io.github.mmap4j.Advice;
import io.github.mmap4j.GuardedBody;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Sync;
import io.github.mmap4j.Whence;
import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Calls every public method of an Mmap with legal arguments. */
public final class Calls {
  private static final MemorySegment BYTE = MemorySegment.ofArray(new byte[1]);
  private static final List<Object> SAMPLES =
      List.of(
          1L,
          0,
          "name",
          new byte[1],
          ByteBuffer.allocate(1),
          BYTE,
          Finder.of(BYTE),
          StandardCharsets.UTF_8,
          Whence.SET,
          Advice.NORMAL,
          new Sync[] {Sync.SYNC},
          (GuardedBody<Object, RuntimeException>) s -> null,
          (GuardedBody.OfInt<RuntimeException>) s -> 0,
          (GuardedBody.OfLong<RuntimeException>) s -> 0,
          (GuardedBody.OfDouble<RuntimeException>) s -> 0,
          (GuardedBody.WithResult<Object, RuntimeException>) () -> null,
          (GuardedBody.WithoutResult<RuntimeException>) () -> {},
          ValueLayout.JAVA_BOOLEAN,
          ValueLayout.JAVA_BYTE,
          ValueLayout.JAVA_CHAR_UNALIGNED,
          ValueLayout.JAVA_SHORT_UNALIGNED,
          ValueLayout.JAVA_INT_UNALIGNED,
          ValueLayout.JAVA_LONG_UNALIGNED,
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          ValueLayout.JAVA_DOUBLE_UNALIGNED,
          true,
          (byte) 1,
          '1',
          (short) 1,
          1f,
          1d,
          new char[1],
          new short[1],
          new int[1],
          new long[1],
          new float[1],
          new double[1],
          (Consumer<Object>) o -> {});

  private Calls() {}

  /** Returns all public methods, also inherited ones, except {@code names}. */
  public static List<Method> allBut(String... names) {
    Set<String> left = Set.of(names);
    return Arrays.stream(Mmap.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !method.isBridge() || isOfSuperclass(method))
        .filter(method -> !left.contains(method.getName()))
        .toList();
  }

  /** Returns whether a bridge stands for a public method of Mmap's superclass, which is hidden. */
  private static boolean isOfSuperclass(Method bridge) {
    return Arrays.stream(Mmap.class.getSuperclass().getDeclaredMethods())
        .anyMatch(
            method ->
                method.getName().equals(bridge.getName())
                    && Arrays.equals(method.getParameterTypes(), bridge.getParameterTypes()));
  }

  /** Returns what the call throws, or null. */
  public static Throwable failure(Mmap m, Method method) {
    try {
      method.invoke(m, Arrays.stream(method.getParameterTypes()).map(Calls::sample).toArray());
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Object sample(Class<?> type) {
    Class<?> boxed = MethodType.methodType(type).wrap().returnType();
    return SAMPLES.stream()
        .filter(boxed::isInstance)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sample of " + type + ": add one to Calls"));
  }
}
