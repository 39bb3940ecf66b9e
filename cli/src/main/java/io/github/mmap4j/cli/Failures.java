package io.github.mmap4j.cli;

import io.github.mmap4j.search.PatternLimitException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Makes of everything that fails one line on standard error and an exit status. */
final class Failures {
  static final int FAILED = 2;

  /** What a shell shows for a program that the closing of its pipe has ended. */
  static final int CLOSED_PIPE = 141;

  private final PrintStream err;
  private final Progress progress;

  Failures(PrintStream err, Progress progress) {
    this.err = err;
    this.progress = progress;
  }

  /** Work on one file, which gives an exit status. */
  interface Work {
    int run() throws IOException, Refusal;
  }

  /** Does {@code work}; where it fails because of the file, reports that and returns the status. */
  int guard(String file, Work work) throws OutputException {
    try {
      return work.run();
    } catch (OutputException e) {
      throw e;
    } catch (IOException | Refusal | RuntimeException | InternalError e) {
      print(file + ": " + without(file + ": ", without("channel: ", reason(e))));
      return FAILED;
    }
  }

  /** Tells something of a file that is no failure. */
  void note(String file, String text) {
    print(file + ": " + text);
  }

  /** The library's messages begin with what was mapped, which here is said already. */
  private static String without(String beginning, String reason) {
    return reason.startsWith(beginning) ? reason.substring(beginning.length()) : reason;
  }

  /** Reports what is the fault of no file. */
  int report(Exception e) {
    if (e instanceof OutputException output) {
      if (output.isClosedPipe()) {
        return CLOSED_PIPE;
      }
      print("standard output: " + reason(e));
    } else {
      print(reason(e));
    }
    return FAILED;
  }

  /** Reports arguments that are not of the command's form. */
  int usage(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    List<String> unknown = e.getCommandLine().getUnmatchedArguments();
    String reason =
        e instanceof MissingParameterException && !unknown.isEmpty()
            ? "Unknown option: '" + unknown.getFirst() + "'"
            : reason(e).replaceFirst("^Error: ", "");
    print(reason + " (see " + command + " --help)");
    return FAILED;
  }

  private void print(String text) {
    progress.hide();
    err.println("mmap: " + text.replaceAll("\\s*\\R\\s*", " "));
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
      case PatternLimitException limit -> givenUp(limit);
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
