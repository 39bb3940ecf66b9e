package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.dump.DumpForm;
import io.github.mmap4j.cli.dump.FileDump;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "hexdump",
    description = {
      "Prints bytes in hexadecimal and as characters, as hexdump -C does. Several files"
          + " are printed as one, an asterisk replaces repeated lines, and the last line is the"
          + " end offset.",
      "On a terminal, unless NO_COLOR is set, each kind of byte has its own colour: zero,"
          + " space, character, control, not ASCII. To pass the bytes to a program, use slice."
    })
final class HexdumpCommand implements Callable<Integer> {
  private final InputStream in;
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files, also pipes and devices; - is standard input.")
  private List<String> files;

  @Option(
      names = {"-s", "--start"},
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The offset of the first byte, decimal (also 010, which is octal to hexdump and xxd), or"
              + " hexadecimal with 0x. A negative number counts from the end of the last file, which"
              + " a pipe does not allow, and means the start if the files are shorter.")
  private String start;

  @Option(
      names = {"-n", "--length"},
      paramLabel = "N",
      description =
          "The number of bytes, decimal or hexadecimal likewise; up to the end by default.")
  private String length;

  @Option(
      names = {"-v", "--no-squeezing"},
      description = "Also print lines that repeat the one before.")
  private boolean all;

  @Option(
      names = "--xxd",
      description = "Use the format of xxd, which prints all lines and no end offset.")
  private boolean xxd;

  HexdumpCommand(InputStream in, Output out, Failures failures, Progress progress) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    long from = Arguments.wholeNumber("--start", start);
    long count = length == null ? Long.MAX_VALUE : Arguments.wholeNumber("--length", length);
    if (count < 0) {
      throw new Refusal("--length is negative: " + count);
    }
    DumpForm form = xxd ? DumpForm.XXD : DumpForm.CANONICAL;
    return new FileDump(in, out, failures, progress, form, !all).print(files, from, count);
  }
}
