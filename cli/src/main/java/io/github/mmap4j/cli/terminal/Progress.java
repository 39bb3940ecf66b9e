package io.github.mmap4j.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line on standard error that says how far long work is, where that is a terminal. It is written
 * by the thread that works, between two pieces of work, so that it never meets other output; but
 * what ends the process takes it away from a thread of its own.
 */
public final class Progress {
  private static final long SECOND = 1_000_000_000;
  private static final long REDRAWN = SECOND / 5;
  private static final String ERASE = "\r\033[K";

  private final PrintStream err;
  private final LongSupplier nanos;
  private long started;
  private long due;
  private boolean timed; // whether total is time, not bytes
  private long total;
  private long before; // bytes of the files that are done
  private boolean shown;
  private boolean midLine;
  private boolean ended;

  /** Shows the progress on {@code err}; never if that is null. */
  public Progress(PrintStream err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
  }

  public static Progress none() {
    return new Progress(null, System::nanoTime);
  }

  public static Progress on(PrintStream err) {
    return isTerminal(Path.of("/proc/self/fd/2")) ? new Progress(err, System::nanoTime) : none();
  }

  /** Whether the descriptor is a terminal, as far as Linux tells; other systems do not. */
  public static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Work on {@code files} begins. */
  public void start(List<String> files) {
    start(err == null ? 0 : files.stream().mapToLong(Progress::size).sum(), false);
  }

  /** Work on so many bytes begins. */
  public void startBytes(long bytes) {
    start(bytes, false);
  }

  /** Work begins that takes so many nanoseconds; {@link #at} is told how many are over. */
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

  /** So many bytes of the present file are done, or so many nanoseconds are over. */
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

  /** The present file is done. */
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

  /** Others are about to write to the terminal; what they write last is an end of line or not. */
  public synchronized void makeWay(boolean endsLine) {
    if (shown) {
      due = nanos.getAsLong(); // or frequent output would keep it hidden most of the time
    }
    hide();
    midLine = !endsLine;
  }

  /** The process ends, maybe in the midst of work: the line is gone from now on. */
  public synchronized void end() {
    hide();
    ended = true;
  }

  public synchronized void hide() {
    if (shown) {
      err.print(ERASE);
      err.flush();
      shown = false;
    }
  }

  private static long size(String file) {
    File named = new File(file);
    return named.isFile() ? named.length() : 0;
  }
}
