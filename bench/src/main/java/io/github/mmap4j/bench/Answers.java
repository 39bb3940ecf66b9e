package io.github.mmap4j.bench;

/** The check of every benchmark's answer; a wrong answer ends the run. */
final class Answers {
  private Answers() {}

  static long checked(long expected, long answer) {
    if (answer != expected) {
      throw new AssertionError("the answer is " + answer + ", not " + expected);
    }
    return answer;
  }
}
