package io.github.mmap4j.bench;

/** What every benchmark's answer passes through: a wrong one ends the run. */
final class Answers {
  private Answers() {}

  static long checked(long expected, long answer) {
    if (answer != expected) {
      throw new AssertionError("the answer is " + answer + ", not " + expected);
    }
    return answer;
  }
}
