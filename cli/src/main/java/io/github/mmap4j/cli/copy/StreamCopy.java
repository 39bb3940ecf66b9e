package io.github.mmap4j.cli.copy;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.InputStream;
import java.util.List;

/** Copies a file to standard output. */
public final class StreamCopy {
  /**
   * The number of bytes copied at a time, which need few calls and fit in the processor's cache.
   */
  private static final int CHUNK = 1 << 18;

  private final InputStream in;
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  public StreamCopy(InputStream in, Output out, Failures failures, Progress progress) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  /** Copies a file and returns an exit status. */
  public int run(String from) throws OutputException {
    return failures.guard(
        from,
        () -> {
          try (ByteSource source = ByteSource.open(from, in)) {
            progress.start(List.of(from));
            byte[] chunk = new byte[CHUNK];
            long at = 0;
            for (int count = 1; count > 0; at += count) {
              count = source.read(chunk, CHUNK);
              out.write(chunk, count);
              out.pieceDone();
              progress.at(at);
            }
          }
          return 0;
        });
  }
}
