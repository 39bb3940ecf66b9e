package io.github.mmap4j.cli;

import io.github.mmap4j.regex.PatternLimitException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Makes of everything that fails one line on standard error and an exit status. */
final class Failures {
  static final int FAILED = 2;

  /** What a shell shows for a program that the closing of its pipe has ended. */
  static final int CLOSED_PIPE = 141;

  private final Output out;
  private final PrintStream err;
  private final Progress progress;

  Failures(Output out, PrintStream err, Progress progress) {
    this.out = out;
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
    } catch (IOException | Refusal | RuntimeException | VirtualMachineError e) {
      return failed(file, e);
    }
  }

  /** Reports what failed because of a file; the exit status. */
  int failed(String file, Throwable e) throws OutputException {
    print(file + ": " + without(file + ": ", without("channel: ", reason(e))));
    return FAILED;
  }

  /** Tells something of a file that is no failure. */
  void note(String file, String text) throws OutputException {
    print(file + ": " + text);
  }

  /** The library's messages begin with what was mapped, which here is said already. */
  private static String without(String beginning, String reason) {
    return reason.startsWith(beginning) ? reason.substring(beginning.length()) : reason;
  }

  /** Reports what is the fault of no file. */
  int report(Throwable e) {
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

  /** Reports arguments that are not of the command's form. */
  int usage(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    tell(misuse(e) + " (see " + command + " --help)");
    return FAILED;
  }

  private static String misuse(ParameterException e) {
    List<String> unknown = e.getCommandLine().getUnmatchedArguments();
    if (e instanceof MissingParameterException && !unknown.isEmpty()) {
      return "Unknown option: '" + unknown.getFirst() + "'";
    }
    if (e instanceof UnmatchedArgumentException other
        && !other.isUnknownOption()
        && !e.getCommandLine().getSubcommands().isEmpty()) {
      List<String> similar = other.getSuggestions();
      return "there is no subcommand '%s'%s"
          .formatted(
              other.getUnmatched().getFirst(),
              similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?");
    }
    return reason(e).replaceFirst("^Error: ", "");
  }

  /** Tells it behind the output that came before it, whatever becomes of that. */
  private void print(String text) throws OutputException {
    try {
      out.flush();
    } finally {
      tell(text);
    }
  }

  private void tell(String text) {
    progress.hide();
    err.println("mmap: " + ShownName.of(text.replaceAll("\\s*\\R\\s*", " ")));
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
      case OutOfMemoryError _ -> "out of memory: " + e.getMessage();
      case Error error when !(error instanceof InternalError) -> error.toString();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
