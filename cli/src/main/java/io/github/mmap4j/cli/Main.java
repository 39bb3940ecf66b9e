package io.github.mmap4j.cli;

import io.github.mmap4j.cli.command.Misuse;
import io.github.mmap4j.cli.command.Subcommands;
import io.github.mmap4j.cli.command.Version;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.names.RawArguments;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Question;
import io.github.mmap4j.cli.terminal.Screen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The {@code mmap} command. Its exit status is like grep's: 0 means found or done, 1 not found, and
 * 2 failed.
 */
public final class Main implements Runnable {
  /** The minimum width of help texts, below which picocli cannot lay out its columns. */
  private static final int NARROWEST_HELP = 55;

  /** The maximum width of help texts; longer lines would be hard to read. */
  private static final int WIDEST_HELP = 100;

  /** Built by calls, because picocli takes tens of milliseconds to read the first annotations. */
  private final CommandSpec spec =
      CommandSpec.wrapWithoutInspection(this)
          .name("mmap")
          .addOption(
              OptionSpec.builder("--help")
                  .usageHelp(true)
                  .scopeType(ScopeType.INHERIT)
                  .description("Show this help message and exit.")
                  .build())
          .addOption(
              OptionSpec.builder("-V", "--version")
                  .versionHelp(true)
                  .scopeType(ScopeType.INHERIT)
                  .description("Print version information and exit.")
                  .build());

  private Main() {
    spec.usageMessage()
        .description("Reads, searches and changes files through memory, as Python's mmap does.")
        .footer("", "Exit status: 0 found or done, 1 not found, 2 failed.");
    spec.scopeType(ScopeType.INHERIT);
  }

  /**
   * Runs the command and exits.
   *
   * @param args the subcommand and its arguments
   */
  public static void main(String[] args) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Progress progress = Progress.on(err);
    endAtExit(progress);
    Output output = new Output(out, progress, Progress.isTerminal(Path.of("/proc/self/fd/1")));
    System.exit(run(output, err, System.in, progress, Question.on(err), RawArguments.of(args)));
  }

  /** Removes the progress line when the JVM exits, also after Ctrl-C. */
  static void endAtExit(Progress progress) {
    Runtime.getRuntime().addShutdownHook(new Thread(progress::end));
  }

  /** Runs the command on the given streams and returns its exit status. */
  public static int run(
      Output output,
      PrintStream err,
      InputStream in,
      Progress progress,
      Question question,
      String... args) {
    Failures failures = new Failures(output, err, progress);
    CommandLine mmap = new CommandLine(new Main().spec);
    String[] words =
        new Subcommands(output, err, in, failures, progress, question).addTo(mmap, args);
    mmap.setExpandAtFiles(false);
    StringWriter help = new StringWriter(); // a PrintWriter on the output would hide write errors
    mmap.setOut(new PrintWriter(help));
    mmap.setErr(new PrintWriter(err, true));
    mmap.setExecutionStrategy(
        parsed -> {
          if (parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested)) {
            int columns = Screen.of(output).size().columns();
            mmap.setUsageHelpWidth(Math.clamp(columns, NARROWEST_HELP, WIDEST_HELP));
          }
          return Version.run(parsed);
        });
    mmap.setParameterExceptionHandler((e, _) -> failures.misuse(Misuse.of(e)));
    mmap.setExecutionExceptionHandler((e, _, _) -> failures.report(e));
    try {
      int status = mmap.execute(words);
      progress.hide();
      output.write(help.toString().getBytes(StandardCharsets.UTF_8));
      output.flush();
      return status;
    } catch (OutputException | Error e) {
      return failures.report(e);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is missing");
  }
}
