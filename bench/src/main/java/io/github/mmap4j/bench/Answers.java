package io.github.mmap4j.bench;

/** Checks every benchmark's answer; a wrong answer aborts the run. */
final class Answers {
  private Answers() {}

  static long checked(long expected, long answer) {
    if (answer != expected) {
      throw new AssertionError("the answer is " + answer + ", not " + expected);
    }
    return answer;
  }
}
