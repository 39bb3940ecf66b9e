package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.OutputException;

/**
 * Runs work in a thread with a deep stack. java.util.regex calls itself for each repetition of a
 * group, so a usual stack suffices only for lines of about a thousand bytes. The system provides
 * memory only for the part of the stack that is used.
 */
final class DeepStack implements Runnable {
  private static final long BYTES = 512 << 20;

  /** The work, which returns an exit status. */
  interface Work {
    int run() throws OutputException, Refusal;
  }

  private final Work work;
  private int status;
  private Throwable thrown;

  private DeepStack(Work work) {
    this.work = work;
  }

  /** Runs {@code work}, on the calling thread if the system refuses so large a stack. */
  static int run(Work work) throws OutputException, Refusal {
    DeepStack deep = new DeepStack(work);
    Thread thread = new Thread(null, deep, "grep", BYTES);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      return work.run();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return deep.result();
  }

  private int result() throws OutputException, Refusal {
    switch (thrown) {
      case null -> {
        return status;
      }
      case OutputException e -> throw e;
      case Refusal e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(thrown);
    }
  }

  @Override
  public void run() {
    try {
      status = work.run();
    } catch (OutputException | Refusal | RuntimeException | Error e) {
      thrown = e;
    }
  }
}
