package io.github.mmap4j.cli.dump;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A dump of several files as if they were one. */
public final class FileDump {
  /**
   * The number of bytes copied at a time, small enough for the processor's cache and large enough
   * to need few calls.
   */
  private static final int CHUNK = 1 << 18;

  private final Output out;
  private final Failures failures;
  private final Progress progress;
  private final DumpForm form;
  private final boolean squeezing;

  /**
   * With {@code squeezing}, lines that repeat the previous one are left out if the form allows it.
   */
  public FileDump(
      Output out, Failures failures, Progress progress, DumpForm form, boolean squeezing) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
    this.form = form;
    this.squeezing = squeezing && form == DumpForm.CANONICAL;
  }

  /**
   * Prints at most {@code count} bytes from {@code start} on; a negative {@code start} counts from
   * the end. Returns an exit status.
   */
  public int print(List<RegularFile> files, long start, long count) throws OutputException {
    progress.start(files.stream().map(file -> file.path().toString()).toList());
    long total = files.stream().mapToLong(RegularFile::size).sum();
    long from = start < 0 ? Math.max(0, total + start) : Math.min(start, total);
    long to = count > total - from ? total : from + count;
    Dump dump = new Dump(out, form, squeezing, Screen.of(out).hasColour(), from);
    int status = 0;
    long base = 0; // offset of this file in the concatenation
    for (RegularFile file : files) {
      String name = file.path().toString();
      long first = Math.max(0, from - base);
      long end = Math.min(file.size(), to - base);
      if (first < end) {
        status = Math.max(status, failures.guard(name, () -> add(file, first, end, dump)));
      }
      base += file.size();
      progress.fileDone(name);
    }
    long offset = dump.end();
    if (form == DumpForm.CANONICAL && offset > 0) {
      out.line("%08x".formatted(offset));
    }
    return status;
  }

  private int add(RegularFile file, long from, long to, Dump dump) throws IOException, Refusal {
    try (MappedFile opened = file.open()) {
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
