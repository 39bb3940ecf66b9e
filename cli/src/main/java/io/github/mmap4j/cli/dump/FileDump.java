package io.github.mmap4j.cli.dump;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A dump of several files as if they were one. */
public final class FileDump {
  /**
   * The number of bytes copied at a time, small enough for the processor's cache and large enough
   * to need few calls.
   */
  private static final int CHUNK = 1 << 18;

  private final InputStream in;
  private final Output out;
  private final Failures failures;
  private final Progress progress;
  private final DumpForm form;
  private final boolean squeezing;
  private final byte[] chunk = new byte[CHUNK];
  private int status;
  private long before; // bytes left to skip
  private long left; // bytes left to print

  /**
   * With {@code squeezing}, lines that repeat the previous one are left out if the form allows it.
   */
  public FileDump(
      InputStream in,
      Output out,
      Failures failures,
      Progress progress,
      DumpForm form,
      boolean squeezing) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
    this.form = form;
    this.squeezing = squeezing && form == DumpForm.CANONICAL;
  }

  /**
   * Prints at most {@code count} bytes from {@code start} on; a negative {@code start} counts from
   * the end. A file is opened only when its bytes are needed. Returns an exit status.
   */
  public int print(List<String> files, long start, long count) throws OutputException {
    progress.start(files);
    List<String> readable = start < 0 ? new ArrayList<>() : files;
    before = start < 0 ? Math.max(0, start + total(files, readable)) : start;
    left = count;
    Dump dump = new Dump(out, form, squeezing, Screen.of(out).hasColour());
    for (String file : readable) {
      if (left > 0) {
        guard(file, () -> add(file, dump));
      }
      progress.fileDone(file);
    }
    long offset = dump.end();
    if (form == DumpForm.CANONICAL && offset > 0) {
      out.line("%08x".formatted(offset));
    }
    return status;
  }

  private void guard(String file, Failures.Work work) throws OutputException {
    status = Math.max(status, failures.guard(file, work));
  }

  /** Adds the files whose length is known to {@code readable} and returns their total length. */
  private long total(List<String> files, List<String> readable) throws OutputException {
    long[] total = new long[1];
    for (String file : files) {
      guard(
          file,
          () -> {
            try (ByteSource source = ByteSource.open(file, in)) {
              total[0] = Math.addExact(total[0], source.requireLength());
            }
            readable.add(file);
            return 0;
          });
    }
    return total[0];
  }

  private int add(String file, Dump dump) throws IOException, Refusal {
    try (ByteSource source = ByteSource.open(file, in)) {
      long at = source.skip(before);
      before -= at;
      dump.skip(at);
      for (int count = 1; left > 0 && count > 0; left -= count) {
        count = source.read(chunk, (int) Math.min(CHUNK, left));
        dump.add(chunk, count);
        at += count;
        out.pieceDone();
        progress.at(at);
      }
    }
    return 0;
  }
}
