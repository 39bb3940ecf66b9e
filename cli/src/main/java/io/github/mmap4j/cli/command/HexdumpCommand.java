package io.github.mmap4j.cli.command;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.dump.Dump;
import io.github.mmap4j.cli.dump.DumpForm;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "hexdump",
    description = {
      "Prints bytes in hexadecimal and as characters, as hexdump -C does: several files as one,"
          + " an asterisk for lines that repeat the one before, and the offset of the end.",
      "On a terminal each kind of byte has its colour, unless NO_COLOR is set: zero, space,"
          + " character, control, not ASCII. For a program there is slice, which gives the bytes"
          + " themselves."
    })
final class HexdumpCommand implements Callable<Integer> {
  /** Bytes copied at a time: they stay near the processor, and the calls cost nothing. */
  private static final int CHUNK = 1 << 18;

  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Regular files.")
  private List<String> files;

  @Option(
      names = {"-s", "--start"},
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The first byte, decimal or 0x and hexadecimal; a negative number counts from the end.")
  private String start;

  @Option(
      names = {"-n", "--length"},
      paramLabel = "N",
      description = "How many bytes; up to the end if not given.")
  private String length;

  @Option(
      names = {"-v", "--no-squeezing"},
      description = "Print also lines that repeat the one before.")
  private boolean all;

  @Option(
      names = "--xxd",
      description = "The form of xxd, which prints all lines and no offset of the end.")
  private boolean xxd;

  HexdumpCommand(Output out, Failures failures, Progress progress) {
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
    List<RegularFile> targets = new ArrayList<>();
    int status = 0;
    for (String file : files) {
      status = Math.max(status, failures.guard(file, () -> add(file, targets)));
    }
    return count == 0 ? status : Math.max(status, dump(targets, from, count));
  }

  private static int add(String file, List<RegularFile> targets) throws IOException, Refusal {
    targets.add(RegularFile.of(file));
    return 0;
  }

  private int dump(List<RegularFile> targets, long bound, long count) throws OutputException {
    progress.start(targets.stream().map(target -> target.path().toString()).toList());
    long total = targets.stream().mapToLong(RegularFile::size).sum();
    long from = bound < 0 ? Math.max(0, total + bound) : Math.min(bound, total);
    long to = count > total - from ? total : from + count;
    DumpForm form = xxd ? DumpForm.XXD : DumpForm.CANONICAL;
    Dump dump = new Dump(out, form, !all && !xxd, Screen.of(out).hasColour(), from);
    int status = 0;
    long base = 0; // of the file in all of them
    for (RegularFile target : targets) {
      String file = target.path().toString();
      long first = Math.max(0, from - base);
      long end = Math.min(target.size(), to - base);
      if (first < end) {
        status = Math.max(status, failures.guard(file, () -> dump(target, first, end, dump)));
      }
      base += target.size();
      progress.fileDone(file);
    }
    long offset = dump.end();
    if (!xxd && offset > 0) {
      out.line("%08x".formatted(offset));
    }
    return status;
  }

  private int dump(RegularFile target, long from, long to, Dump dump) throws IOException, Refusal {
    try (MappedFile opened = target.open()) {
      Mmap m = opened.mmap();
      if (m.length() < to) {
        throw new Refusal("was shortened meanwhile, to " + m.length() + " bytes");
      }
      InputStream in = m.inputStream();
      in.skipNBytes(from);
      byte[] chunk = new byte[(int) Math.min(CHUNK, to - from)];
      for (long at = from; at < to; at += chunk.length) {
        dump.add(chunk, in.readNBytes(chunk, 0, (int) Math.min(chunk.length, to - at)));
        out.pieceDone();
        progress.at(at);
      }
    }
    return 0;
  }
}
