package io.github.mmap4j.oracle;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * Runs random operations on CPython and on {@link Mmap} side by side, each with a file of its own.
 * After each operation, it compares the result, the position and the length, and the bytes of file
 * and memory. CPython works on one batch while we work on the next.
 */
public final class RandomComparison implements AutoCloseable {
  private static final int BATCH = 500;
  private static final int MOST_SHOWN = 200;
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
  private static final long DEFAULT_OPERATIONS = 200_000;

  /** Counts the operations run, and how many returned a value or an error. */
  record Tally(long seed, long operations, long listedDifferences, Map<String, long[]> words) {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      words.forEach(
          (word, count) ->
              text.append("%-10s %,11d values %,9d errors%n".formatted(word, count[0], count[1])));
      return text
          + "seed %d: %,d operations compared with CPython %s, %,d listed differences, no other"
              .formatted(seed, operations, Judge.version(), listedDifferences);
    }
  }

  /** An operation, our answer, and the state after it: position, length and checksums. */
  private record Step(String operation, String result, String state) {
    private String word() {
      return operation.split(" ")[0];
    }

    private boolean failed() {
      return result.startsWith("!");
    }

    private boolean agreesWith(int minor, String python, String state) {
      return Difference.agree(minor, operation, python, result)
          && (this.state.equals(state)
              || isRefusedByOne(python) && file(this.state).equals(file(state)));
    }

    /** Returns whether only CPython or only we have made a mapping. */
    private boolean isRefusedByOne(String python) {
      return operation.startsWith("map ") && failed() != python.startsWith("!");
    }

    private static String file(String state) {
      return state.split(" ")[2];
    }
  }

  private final long seed;
  private final int minor = Golden.minor(Judge.version());
  private final Judge judge;
  private final Replay replay;
  private final Operations source;
  private final Queue<Step> unanswered = new ArrayDeque<>();
  private final List<String> sinceFile = new ArrayList<>(); // the operations to replay
  private final Map<String, long[]> words = new TreeMap<>();
  private long compared;
  private long listedDifferences;

  /** Returns the operation to run next. */
  private interface Operations {
    String next() throws IOException;
  }

  private RandomComparison(Path directory, long seed) throws IOException {
    this.seed = seed;
    judge = new Judge(directory);
    replay = new Replay(directory.resolve("java"));
    source = new RandomOperations(seed, replay, minor)::next;
  }

  private RandomComparison(Path directory, Iterator<String> operations) throws IOException {
    seed = 0;
    judge = new Judge(directory);
    replay = new Replay(directory.resolve("java"));
    source = operations::next;
  }

  /**
   * Compares the given operations, as {@link #run} does, with files in an empty folder.
   *
   * @return the operations compared
   */
  static long compare(Path folder, List<String> operations)
      throws IOException, InterruptedException {
    try (RandomComparison comparison = new RandomComparison(folder, operations.iterator())) {
      return comparison.run(operations.size()).operations();
    }
  }

  /**
   * Compares with files in memory if there is such a file system, because a disk would take most of
   * the time.
   *
   * @throws AssertionError at the first difference that {@link Difference} does not list
   */
  static Tally run(long seed, long operations) throws IOException, InterruptedException {
    return run(Files.isWritable(MEMORY) ? MEMORY : TEMPORARY, seed, operations);
  }

  private static Tally run(Path parent, long seed, long operations)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(parent, "mmap4j");
    try (RandomComparison comparison = new RandomComparison(directory, seed)) {
      return comparison.run(operations);
    } finally {
      for (String name : new String[] {"python", "java", "judge.err"}) {
        Files.deleteIfExists(directory.resolve(name));
      }
      Files.delete(directory);
    }
  }

  private Tally run(long operations) throws IOException, InterruptedException {
    for (long left = operations; left > 0; left -= BATCH) {
      int older = unanswered.size();
      work((int) Math.min(BATCH, left));
      compare(older);
    }
    compare(unanswered.size());
    return new Tally(seed, compared, listedDifferences, words);
  }

  /** Runs the next operations here and hands them to CPython. */
  private void work(int count) throws IOException {
    List<String> batch = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String operation = source.next();
      batch.add(operation);
      String result = replay.answer(operation);
      unanswered.add(new Step(operation, result, replay.state() + " " + replay.checksums()));
    }
    judge.send(batch);
  }

  private void compare(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      compare(unanswered.remove(), reply());
    }
  }

  private String reply() throws InterruptedException {
    try {
      return judge.reply();
    } catch (IOException e) {
      unanswered.forEach(step -> sinceFile.add(step.operation()));
      throw new AssertionError(report("CPython: no answer to one of the last " + BATCH), e);
    }
  }

  private void compare(Step ours, String reply) {
    if (ours.operation().startsWith("file ")) {
      sinceFile.clear();
    }
    sinceFile.add(ours.operation());
    int end = reply.lastIndexOf(" @");
    String result = reply.substring(0, end);
    if (!ours.agreesWith(minor, result, reply.substring(end + 1))) {
      throw new AssertionError(
          report("CPython: " + reply + "\nMmap:    " + ours.result() + " " + ours.state()));
    }
    compared++;
    words.computeIfAbsent(ours.word(), _ -> new long[2])[ours.failed() ? 1 : 0]++;
    if (!ErrorKind.translated(result).equals(ours.result())) {
      listedDifferences++;
    }
  }

  private String report(String answers) {
    int skipped = Math.max(0, sinceFile.size() - MOST_SHOWN);
    return "seed %d, operation %d, the last of these:\n%s\n%s"
        .formatted(
            seed,
            compared + 1,
            String.join("\n", sinceFile.subList(skipped, sinceFile.size())),
            answers);
  }

  @Override
  public void close() throws IOException {
    try (judge) {
      replay.close();
    }
  }

  /** Runs a comparison. The arguments are {@code [SEED [OPERATIONS [DIRECTORY]]]}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : System.nanoTime();
    long operations = arguments.length > 1 ? Long.parseLong(arguments[1]) : DEFAULT_OPERATIONS;
    System.out.println("seed " + seed + ", " + operations + " operations");
    System.out.println(
        arguments.length > 2
            ? run(Path.of(arguments[2]), seed, operations)
            : run(seed, operations));
  }
}
