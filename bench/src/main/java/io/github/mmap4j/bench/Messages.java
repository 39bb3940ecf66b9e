package io.github.mmap4j.bench;

import io.github.mmap4j.bench.Carrier.Line;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A program that sends messages of 64 bytes between two processes. In each of several rounds, it
 * uses shared memory, a Unix domain socket and a pipe. It prints the medians of the messages per
 * microsecond and of the round-trip times. Each message carries its number, and the numbers are
 * checked.
 */
public final class Messages {
  private static final int LENGTH = 64;
  private static final int ROUNDS = 3;
  private static final int SENT = 5_000_000;
  private static final int ECHOED = 100_000;

  /**
   * The number of messages before the measurement. They keep both JVMs busy for a few seconds,
   * during which the code is compiled.
   */
  private static final int WARM_UP_STREAM = 4_000_000;

  private static final int WARM_UP = 100_000;
  private static final double MEDIAN = 0.5;
  private static final double LATE = 0.99;

  private Messages() {}

  private enum Work {
    /** All messages go one way; the answer is the sum of their numbers. */
    STREAM,
    /** Each message is sent back. */
    ECHO
  }

  /**
   * Measures and prints the results or, with arguments, serves as the child.
   *
   * @param args empty in the parent; in the child: the carrier, the work, the number of messages,
   *     and the carrier's own arguments
   * @throws IOException if messages can't be sent
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String... args) throws IOException, InterruptedException {
    if (args.length > 0) {
      int first = 3;
      List<String> rest = List.of(args).subList(first, args.length);
      try (Line line = Carrier.valueOf(args[0]).child(rest)) {
        serve(line, Work.valueOf(args[1]), Integer.parseInt(args[2]));
      }
      return;
    }
    Map<Carrier, List<Double>> speed = lists();
    Map<Carrier, List<Double>> median = lists();
    Map<Carrier, List<Double>> late = lists();
    for (int round = 0; round < ROUNDS; round++) {
      for (Carrier carrier : Carrier.values()) {
        speed.get(carrier).add(stream(carrier, SENT));
        double[] nanos = echo(carrier, WARM_UP + ECHOED);
        median.get(carrier).add(at(nanos, MEDIAN));
        late.get(carrier).add(at(nanos, LATE));
      }
    }
    System.out.println("carrier  messages/us  there and back, us: median  99 %");
    for (Carrier carrier : Carrier.values()) {
      System.out.printf(
          Locale.ROOT,
          "%-8s %11.2f %26.2f %5.2f%n",
          carrier,
          middle(speed.get(carrier)),
          middle(median.get(carrier)),
          middle(late.get(carrier)));
    }
    System.out.printf(
        Locale.ROOT,
        "messages: %.1f times the pipe's; there and back: %.2f of the socket's%n",
        middle(speed.get(Carrier.SHARED)) / middle(speed.get(Carrier.PIPE)),
        middle(median.get(Carrier.SHARED)) / middle(median.get(Carrier.SOCKET)));
  }

  private static Map<Carrier, List<Double>> lists() {
    Map<Carrier, List<Double>> lists = new EnumMap<>(Carrier.class);
    for (Carrier carrier : Carrier.values()) {
      lists.put(carrier, new ArrayList<>());
    }
    return lists;
  }

  private static double middle(List<Double> values) {
    return at(values.stream().mapToDouble(Double::doubleValue).toArray(), MEDIAN);
  }

  private static double at(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (sorted.length * share)];
  }

  private static Line start(Carrier carrier, Work work, int count) throws IOException {
    return carrier.parent(carrier.starting(work.name(), Integer.toString(count)));
  }

  /** Returns the number of messages per microsecond. */
  private static double stream(Carrier carrier, int count)
      throws IOException, InterruptedException {
    try (Line line = start(carrier, Work.STREAM, WARM_UP_STREAM + count)) {
      ByteBuffer message = ByteBuffer.allocate(LENGTH);
      long begun = 0;
      long sum = 0;
      for (int i = 0; i < WARM_UP_STREAM + count; i++) {
        if (i == WARM_UP_STREAM) {
          begun = System.nanoTime();
        }
        sum += i;
        line.send(message.putLong(0, i).array());
      }
      long answer = ByteBuffer.wrap(line.receive(new byte[LENGTH])).getLong(0);
      double micros = (System.nanoTime() - begun) / 1e3;
      require(sum, answer);
      return count / micros;
    }
  }

  /** Returns the round-trip time in microseconds of each message after the warm-up. */
  private static double[] echo(Carrier carrier, int count)
      throws IOException, InterruptedException {
    double[] micros = new double[count - WARM_UP];
    try (Line line = start(carrier, Work.ECHO, count)) {
      ByteBuffer message = ByteBuffer.allocate(LENGTH);
      byte[] room = new byte[LENGTH];
      for (int i = 0; i < count; i++) {
        long begun = System.nanoTime();
        line.send(message.putLong(0, i).array());
        byte[] back = line.receive(room);
        if (i >= WARM_UP) {
          micros[i - WARM_UP] = (System.nanoTime() - begun) / 1e3;
        }
        require(i, ByteBuffer.wrap(back).getLong(0));
      }
    }
    return micros;
  }

  private static void require(long expected, long answer) {
    if (expected != answer) {
      throw new IllegalStateException("the answer is " + answer + " instead of " + expected);
    }
  }

  private static void serve(Line line, Work work, int count)
      throws IOException, InterruptedException {
    byte[] room = new byte[LENGTH];
    long sum = 0;
    for (int i = 0; i < count; i++) {
      byte[] message = line.receive(room);
      sum += ByteBuffer.wrap(message).getLong(0);
      if (work == Work.ECHO) {
        line.send(message);
      }
    }
    if (work == Work.STREAM) {
      line.send(ByteBuffer.allocate(LENGTH).putLong(0, sum).array());
    }
  }
}
