package io.github.mmap4j.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A goal for the ratio of two measured speeds.
 *
 * @param what the operation that is measured
 * @param ours the name of the measurement of mmap4j
 * @param rival the name of the measurement to compare it with
 * @param atLeast the minimum ratio of their speeds
 */
record Goal(String what, String ours, String rival, double atLeast) {
  /**
   * The number of bytes below which a search counts as allocating nothing. The measurement itself
   * allocates a little.
   */
  static final double NO_ALLOCATION = 0.05;

  /** {@return all goals, in the order in which they are shown} */
  static List<Goal> all() {
    List<Goal> goals = new ArrayList<>();
    find(goals, Absent.ONE_BYTE, 0.88, 0, 0);
    find(goals, Absent.FIVE_BYTES, 0.88, 3, 1.5);
    find(goals, Absent.EIGHTEEN_BYTES, 0.88, 3, 1.5);
    find(goals, Absent.HUNDRED_BYTES, 0.88, 1.5, 0);
    find(goals, Absent.TWO_BYTES, 0.88, 6, 0);
    find(goals, Absent.TWO_COMMON, 0.7, 6, 0);
    find(goals, Absent.EIGHT_COMMON, 0.7, 6, 0);
    for (Absent absent :
        List.of(Absent.ONE_BYTE, Absent.FIVE_BYTES, Absent.EIGHTEEN_BYTES, Absent.HUNDRED_BYTES)) {
      String find = "Find " + absent + " MMAP4J";
      goals.add(new Goal("rfind " + absent.label(), find + "_RFIND", find, 0.95));
    }
    for (Absent absent : Absent.values()) {
      String find = "Find " + absent;
      goals.add(
          new Goal(
              "find " + absent.label() + ", no vectors",
              "scalar " + find + " MMAP4J",
              find + " READ_LIMIT",
              0.75));
    }
    for (Counted counted : Counted.values()) {
      String count = "Count " + counted;
      if (counted == Counted.NEWLINE) {
        goals.add(
            new Goal("count " + counted.label(), count + " MMAP4J", count + " READ_LIMIT", 0.85));
      } else {
        double atLeast = counted == Counted.ONE_OFTEN ? 3 : 10;
        String what = "count " + counted.label();
        goals.add(new Goal(what, count + " MMAP4J", count + " CPYTHON", atLeast));
      }
    }
    for (String engine : List.of("MMAP4J", "MMAP4J_AFTER_LONG")) {
      for (String absent : List.of("ONE_BYTE", "FIVE_BYTES")) {
        String find = "ShortFind " + absent + " ";
        for (int length : new int[] {16, 64, 256}) {
          goals.add(
              new Goal(
                  "find in " + length + " bytes",
                  find + engine + " " + length,
                  find + "LOOP " + length,
                  length == 256 ? 3 : 1));
        }
      }
    }
    goals.add(new Goal("walk lines", "Lines MMAP4J", "Lines READ_LIMIT", 0.5));
    goals.add(new Goal("walk lines", "Lines MMAP4J", "Lines BUFFERED_READER", 12));
    strings(goals);
    String quick = " " + Regex.QUICK_JUMPS;
    goals.add(
        new Goal("lines quick.*jumps", "Pattern MMAP4J" + quick, "Pattern RIPGREP" + quick, 1.3));
    String date = " " + Regex.DATE;
    goals.add(
        new Goal("all [0-9]{4}-[0-9]{2}", "Pattern MMAP4J" + date, "Pattern CPYTHON" + date, 100));
    goals.add(
        new Goal(
            "all [0-9]{4}-[0-9]{2}", "Pattern MMAP4J" + date, "Pattern JAVA_REGEX" + date, 10));
    goals.add(
        new Goal("all [0-9]{4}-[0-9]{2}", "Pattern MMAP4J" + date, "Pattern RIPGREP" + date, 1.3));
    String email = " " + Regex.EMAIL;
    goals.add(
        new Goal(
            "all e-mail addresses", "Pattern MMAP4J" + email, "Pattern JAVA_REGEX" + email, 5));
    for (String absent : List.of("ONE_BYTE", "EIGHTEEN_BYTES")) {
      String find = "Parallel " + absent;
      goals.add(new Goal("find by 2 threads", find + " MMAP4J", find + " READ_LIMIT", 0.9));
    }
    return goals;
  }

  /** Adds the goals of reading lines as strings. */
  private static void strings(List<Goal> goals) {
    String reader = "Lines BUFFERED_READER_UTF_8";
    goals.add(new Goal("lines to strings", "Lines MMAP4J_STRINGS", reader, 2));
    goals.add(new Goal("cursor to strings", "Lines MMAP4J_CURSOR_STRINGS", reader, 2));
    goals.add(new Goal("readLine(UTF_8)", "Lines MMAP4J_READ_LINE", reader, 2));
    goals.add(
        new Goal(
            "lines in parallel",
            "Lines MMAP4J_PARALLEL_STRINGS",
            "Lines PARALLEL_FILES_LINES_UTF_8",
            2));
  }

  /** Adds the goals of a search; a ratio of 0 means that there is no goal. */
  private static void find(
      List<Goal> goals, Absent absent, double readLimit, double python, double libc) {
    String find = "Find " + absent;
    String what = "find " + absent.label();
    goals.add(new Goal(what, find + " MMAP4J", find + " READ_LIMIT", readLimit));
    if (python > 0) {
      goals.add(new Goal(what, find + " MMAP4J", find + " CPYTHON", python));
    }
    if (libc > 0) {
      goals.add(new Goal(what, find + " MMAP4J", find + " LIBC", libc));
    }
  }
}
