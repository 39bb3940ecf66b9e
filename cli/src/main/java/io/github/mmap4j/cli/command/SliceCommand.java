package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "slice",
    description =
        "Writes the bytes from START up to STOP (exclusive), like Python's"
            + " FILE[START:STOP]: a negative bound counts from the end, a bound past the end"
            + " means the end, and an empty bound ('') is open. In a pipe or a device, no bound can be"
            + " negative.")
final class SliceCommand implements Callable<Integer> {
  /**
   * The number of bytes copied at a time, large enough to need few calls and small enough to save
   * memory.
   */
  private static final int CHUNK = 1 << 20;

  private final InputStream in;
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "A file, also a pipe or a device; - is standard input.")
  private String file;

  @Parameters(index = "1", paramLabel = "START", description = "The offset of the first byte.")
  private String start;

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "STOP",
      description = "The offset after the last byte; by default the end of the file.")
  private String stop;

  SliceCommand(InputStream in, Output out, Failures failures, Progress progress) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    long from = start.isEmpty() ? 0 : Arguments.wholeNumber("START", start);
    long to = stop.isEmpty() ? Long.MAX_VALUE : Arguments.wholeNumber("STOP", stop);
    return failures.guard(file, () -> write(from, to));
  }

  private int write(long start, long stop) throws IOException, Refusal {
    try (ByteSource source = ByteSource.open(file, in)) {
      boolean fromEnd = start < 0 || stop < 0;
      long length = fromEnd ? source.requireLength() : Long.MAX_VALUE;
      long from = start < 0 ? Math.max(0, start + length) : start;
      long left = (stop < 0 ? Math.max(0, stop + length) : stop) - from;
      long wanted = left;
      if (source.length().isPresent()) {
        progress.startBytes(Math.min(wanted, source.length().getAsLong() - from));
      } else {
        progress.startStream();
      }
      byte[] chunk = new byte[Math.clamp(left, 0, CHUNK)];
      if (left > 0 && source.skip(from) == from) {
        for (int count = 1; left > 0 && count > 0; left -= count) {
          count = source.read(chunk, (int) Math.min(CHUNK, left));
          out.write(chunk, count);
          out.pieceDone();
          progress.at(wanted - left);
        }
      }
    }
    return 0;
  }
}
