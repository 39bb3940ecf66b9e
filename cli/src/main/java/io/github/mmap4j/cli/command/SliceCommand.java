package io.github.mmap4j.cli.command;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.input.StreamedFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
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
  private static final long CHUNK = 1 << 20;

  private final InputStream in;
  private final Output out;
  private final Failures failures;

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

  SliceCommand(InputStream in, Output out, Failures failures) {
    this.in = in;
    this.out = out;
    this.failures = failures;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    long from = start.isEmpty() ? 0 : Arguments.wholeNumber("START", start);
    long to = stop.isEmpty() ? Long.MAX_VALUE : Arguments.wholeNumber("STOP", stop);
    return failures.guard(file, () -> write(from, to));
  }

  private int write(long start, long stop) throws IOException, Refusal {
    try (InputStream stream = StreamedFile.open(file, in)) {
      if (stream != null) {
        write(stream, start, stop);
        return 0;
      }
    }
    try (MappedFile opened = RegularFile.of(file).open()) {
      Mmap m = opened.mmap();
      long end = clipped(stop, m.length());
      for (long at = clipped(start, m.length()); at < end; at += CHUNK) {
        out.write(m.getSlice(at, Math.min(at + CHUNK, end)));
      }
    }
    return 0;
  }

  private void write(InputStream stream, long start, long stop) throws IOException, Refusal {
    byte[] bytes = stream.readNBytes(1);
    if (bytes.length > 0 && (start < 0 || stop < 0)) {
      throw new Refusal("has no length, so no offset can count from its end");
    }
    for (long at = 0; bytes.length > 0 && at < stop; ) {
      int from = Math.clamp(start - at, 0, bytes.length);
      int to = (int) Math.min(bytes.length, stop - at);
      if (from < to) {
        out.write(Arrays.copyOfRange(bytes, from, to));
      }
      at += bytes.length;
      bytes = stream.readNBytes((int) Math.min(CHUNK, stop - at));
    }
  }

  /**
   * Converts a bound, which counts from the end if negative, to an offset from 0 to {@code length}.
   */
  private static long clipped(long bound, long length) {
    return bound < 0 ? Math.max(0, bound + length) : Math.min(bound, length);
  }
}
