package io.github.mmap4j.cli.input;

/** Thrown if a request cannot be met; the message gives the reason on one line. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  public Refusal(String message) {
    super(message);
  }
}
