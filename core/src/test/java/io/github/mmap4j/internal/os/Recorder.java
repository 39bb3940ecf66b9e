package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Simulates a system's functions: records each call and returns a set answer, or 0. */
final class Recorder implements InvocationHandler {
  /** The maximum size of a segment whose bytes during the call are recorded. */
  private static final int SMALL = 40;

  private final List<String> calls = new ArrayList<>();
  private final Map<String, Deque<Long>> answers = new HashMap<>();
  private final Map<String, Consumer<Object[]>> fillers = new HashMap<>();

  <T> T as(Class<T> table) {
    return table.cast(Proxy.newProxyInstance(table.getClassLoader(), new Class<?>[] {table}, this));
  }

  /** Sets the results of a call; the last one repeats. */
  Recorder answer(String call, long... results) {
    answers.put(
        call, Arrays.stream(results).boxed().collect(Collectors.toCollection(ArrayDeque::new)));
    return this;
  }

  /** Lets {@code filler} write what the call would write to memory. */
  Recorder fill(String call, Consumer<Object[]> filler) {
    fillers.put(call, filler);
    return this;
  }

  /** Returns the calls recorded since this method was last called. */
  List<String> calls() {
    List<String> all = List.copyOf(calls);
    calls.clear();
    return all;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    Object[] all = arguments == null ? new Object[0] : arguments;
    calls.add(
        method.getName()
            + Arrays.stream(all).map(Recorder::text).collect(Collectors.joining(", ", "(", ")")));
    if (fillers.containsKey(method.getName())) {
      fillers.get(method.getName()).accept(all);
    }
    Deque<Long> left = answers.getOrDefault(method.getName(), new ArrayDeque<>());
    long answer = left.isEmpty() ? 0 : left.size() == 1 ? left.getFirst() : left.removeFirst();
    if (method.getReturnType() == void.class) {
      return null;
    }
    return method.getReturnType() == int.class ? (Object) (int) answer : (Object) answer;
  }

  private static String text(Object argument) {
    if (!(argument instanceof MemorySegment segment)) {
      return argument.toString();
    }
    if (segment.equals(MemorySegment.NULL)) {
      return "NULL";
    }
    return segment.byteSize() > SMALL
        ? segment.byteSize() + " bytes"
        : HexFormat.of().formatHex(segment.toArray(JAVA_BYTE));
  }
}
