package io.github.mmap4j.cli;

/** What was asked can't be done; the message says why, in the words of one line. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  Refusal(String message) {
    super(message);
  }
}
