package io.github.mmap4j;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Every public method of an Mmap, called with arguments that are legal. */
final class Calls {
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
          (Function<MemorySegment, Object>) s -> null,
          (Supplier<Object>) () -> null,
          (Runnable) () -> {},
          (Consumer<Object>) o -> {});

  private Calls() {}

  /** All that may be called, those inherited from interfaces too, but for {@code names}. */
  static List<Method> allBut(String... names) {
    Set<String> left = Set.of(names);
    return Arrays.stream(Mmap.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !method.isBridge() && !left.contains(method.getName()))
        .toList();
  }

  /** What the call throws, or null. */
  static Throwable failure(Mmap m, Method method) {
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
    Class<?> boxed = type == long.class ? Long.class : type == int.class ? Integer.class : type;
    return SAMPLES.stream()
        .filter(boxed::isInstance)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sample of " + type + ": add one to Calls"));
  }
}
