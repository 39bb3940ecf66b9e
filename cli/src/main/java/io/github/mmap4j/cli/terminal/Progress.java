package io.github.mmap4j.cli.terminal;

import io.github.mmap4j.cli.names.RawPath;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line on a terminal that shows how much of a long operation is done. The working thread writes
 * it to standard error between two pieces of work, so the line never mixes with other output. When
 * the process exits, a shutdown hook erases the line.
 */
public final class Progress {
  private static final long SECOND = 1_000_000_000;
  private static final long REDRAWN = SECOND / 5;
  private static final String ERASE = "\r\033[K";

  private final PrintStream err;
  private final LongSupplier nanos;
  private long started;
  private long due;
  private boolean timed; // whether total is a time instead of a size
  private long total;
  private long before; // bytes of the files already done
  private boolean shown;
  private boolean midLine;
  private boolean ended;

  /** Shows the progress on {@code err}, or nowhere if {@code err} is null. */
  public Progress(PrintStream err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
  }

  /** Returns a progress display that is never shown. */
  public static Progress none() {
    return new Progress(null, System::nanoTime);
  }

  /** Returns a progress display on standard error, which is shown only on a terminal. */
  public static Progress on(PrintStream err) {
    return isTerminal(Path.of("/proc/self/fd/2")) ? new Progress(err, System::nanoTime) : none();
  }

  /**
   * Returns whether the descriptor is a terminal. This can be determined only on Linux; elsewhere
   * the result is always false.
   */
  public static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Starts work on {@code files}. */
  public void start(List<String> files) {
    start(err == null ? 0 : files.stream().mapToLong(Progress::size).sum(), false);
  }

  /** Starts work on the given number of bytes. */
  public void startBytes(long bytes) {
    start(bytes, false);
  }

  /** Starts work that takes the given time; {@link #at} then receives the time elapsed. */
  public void startTime(long nanoseconds) {
    start(nanoseconds, true);
  }

  private void start(long all, boolean isTime) {
    total = all;
    timed = isTime;
    before = 0;
    started = nanos.getAsLong();
    due = started + SECOND;
  }

  /** Reports how many bytes of the current file are done, or how many nanoseconds have passed. */
  public synchronized void at(long done) {
    if (err == null || midLine || ended || before + done >= total) {
      return;
    }
    long now = nanos.getAsLong();
    if (now - due >= 0) {
      due = now + REDRAWN;
      draw(before + done, (double) (now - started) / SECOND);
    }
  }

  /** Ends work on the current file. */
  public void fileDone(String file) {
    before += err == null ? 0 : size(file);
  }

  private void draw(long done, double seconds) {
    double speed = timed ? SECOND : done / seconds;
    String rate =
        speed < 1e9
            ? String.format(Locale.ROOT, "%.0f MB/s, ", speed / 1e6)
            : String.format(Locale.ROOT, "%.2f GB/s, ", speed / 1e9);
    long percent = (long) (100.0 * done / total);
    long left = speed == 0 ? 0 : (long) Math.ceil((total - done) / speed);
    err.print(ERASE + percent + " %, " + (timed ? "" : rate) + left + " s left");
    err.flush();
    shown = true;
  }

  /**
   * Makes way for other output to the terminal. {@code endsLine} says whether that output ends with
   * a newline.
   */
  synchronized void makeWay(boolean endsLine) {
    if (shown) {
      due = nanos.getAsLong(); // otherwise frequent output would hide it most of the time
    }
    hide();
    midLine = !endsLine;
  }

  /** Erases the line for good when the process exits, even in the middle of work. */
  public synchronized void end() {
    hide();
    ended = true;
  }

  /** Erases the line until it is drawn again. */
  public synchronized void hide() {
    if (shown) {
      err.print(ERASE);
      err.flush();
      shown = false;
    }
  }

  private static long size(String file) {
    try {
      BasicFileAttributes named = Files.readAttributes(RawPath.of(file), BasicFileAttributes.class);
      return named.isRegularFile() ? named.size() : 0;
    } catch (IOException | InvalidPathException e) {
      return 0; // the work itself reports that the file can't be read
    }
  }
}
