package io.github.mmap4j.cli.files;

import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.names.RawText;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.regex.PatternLimitException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A reporter that turns every failure into one line on standard error and an exit status. */
public final class Failures {
  public static final int FAILED = 2;

  /** The status that shells report for a program killed by a closed pipe (SIGPIPE). */
  static final int CLOSED_PIPE = 141;

  private final Output out;
  private final PrintStream err;
  private final Progress progress;

  public Failures(Output out, PrintStream err, Progress progress) {
    this.out = out;
    this.err = err;
    this.progress = progress;
  }

  /** The work on one file, which returns an exit status. */
  public interface Work {
    int run() throws IOException, Refusal;
  }

  /**
   * Runs {@code work} and returns its exit status. Any failure is reported with the file's name.
   */
  public int guard(String file, Work work) throws OutputException {
    try {
      return work.run();
    } catch (OutputException e) {
      throw e;
    } catch (IOException | Refusal | RuntimeException | VirtualMachineError e) {
      return failed(file, e);
    }
  }

  /** Reports a failure caused by a file and returns the exit status. */
  public int failed(String file, Throwable e) throws OutputException {
    print(line(file, e));
    return FAILED;
  }

  /** Returns the line that describes a failure caused by a file. */
  public static String line(String file, Throwable e) {
    return file + ": " + without(file + ": ", without("channel: ", reason(e)));
  }

  /** Prints a remark about a file without counting it as a failure. */
  public void note(String file, String text) throws OutputException {
    print(file + ": " + text);
  }

  /**
   * Removes a prefix from one of the library's messages, as the printed line already begins with
   * the file's name.
   */
  private static String without(String beginning, String reason) {
    return reason.startsWith(beginning) ? reason.substring(beginning.length()) : reason;
  }

  /** Reports a failure not caused by a file and returns the exit status. */
  public int report(Throwable e) {
    if (e instanceof OutputException output) {
      return ofOutput(output);
    }
    try {
      print(reason(e));
      return FAILED;
    } catch (OutputException output) {
      return ofOutput(output);
    }
  }

  private int ofOutput(OutputException e) {
    if (e.isClosedPipe()) {
      return CLOSED_PIPE;
    }
    tell("standard output: " + reason(e));
    return FAILED;
  }

  /** Reports invalid arguments and returns the exit status. */
  public int misuse(String text) {
    tell(text);
    return FAILED;
  }

  /** Prints {@code text} after any earlier output, even if writing that output fails. */
  private void print(String text) throws OutputException {
    try {
      out.flush();
    } finally {
      tell(text);
    }
  }

  private void tell(String text) {
    progress.hide();
    err.writeBytes(
        RawText.encode("mmap: " + ShownName.of(text.replaceAll("\\s*\\R\\s*", " ")) + "\n"));
  }

  private static String givenUp(PatternLimitException e) {
    String reason = e.getMessage();
    return "PATTERN was given up: "
        + reason.substring(0, reason.indexOf(" (pattern "))
        + (e.getCause() == null ? "; --limit NUM sets how many" : "");
  }

  private static String reason(Throwable e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      case PatternLimitException limit -> givenUp(limit);
      case OutOfMemoryError _ -> "out of memory: " + e.getMessage();
      case Error error when !(error instanceof InternalError) -> error.toString();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
