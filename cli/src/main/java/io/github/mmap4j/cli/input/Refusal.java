package io.github.mmap4j.cli.input;

/** What was asked can't be done; the message says why, in the words of one line. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  public Refusal(String message) {
    super(message);
  }
}
