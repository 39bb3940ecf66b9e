package io.github.mmap4j.cli.input;

/** A request that cannot be met; the message says why, on one line. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  public Refusal(String message) {
    super(message);
  }
}
