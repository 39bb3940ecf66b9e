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
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * A line on a terminal that shows how much of a long operation is done, with a bar. It is written
 * to standard error between two pieces of work, so the line never mixes with other output. When the
 * process exits, a shutdown hook erases the line.
 */
public final class Progress {
  private static final long SECOND = 1_000_000_000;
  private static final long REDRAWN = SECOND / 5;
  private static final String ERASE = "\r\033[K";
  private static final int BAR = 20;
  private static final long UNKNOWN = Long.MAX_VALUE;

  /**
   * The number of bytes of pipes and the like before which nothing is shown, so that no line stays
   * on the terminal below the lines of a log that is followed, or those that a user types.
   */
  private static final long LEAST_OF_STREAMS = 1_000_000;

  private static final double KILO = 1e3;
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;

  private final PrintStream err;
  private final LongSupplier nanos;
  private final IntSupplier terminalColumns;
  private int columns; // 0 until asked, which starts a process
  private long started;
  private long due;
  private boolean timed; // whether total is a time instead of a size
  private long total;
  private long least; // bytes before which nothing is shown
  private long before; // bytes of the files already done
  private long current; // bytes of the current file that are done
  private boolean shown;
  private boolean midLine;
  private boolean ended;

  /**
   * Shows the progress on {@code err}, or nowhere if {@code err} is null.
   *
   * @param nanos the clock
   * @param columns the width of the terminal, which is asked for once, when a line is shown
   */
  public Progress(PrintStream err, LongSupplier nanos, IntSupplier columns) {
    this.err = err;
    this.nanos = nanos;
    this.terminalColumns = columns;
  }

  /** Returns a progress display that is never shown. */
  public static Progress none() {
    return new Progress(null, System::nanoTime, () -> TerminalSize.USUAL.columns());
  }

  /** Returns a progress display on standard error, which is shown only on a terminal. */
  public static Progress on(PrintStream err) {
    return isTerminal(Path.of("/proc/self/fd/2"))
        ? new Progress(err, System::nanoTime, () -> TerminalSize.current().columns())
        : none();
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

  /**
   * Starts work on {@code files}, of which {@code -} is standard input. If one is a pipe or a
   * device, no total is shown.
   */
  public void start(List<String> files) {
    if (err == null) {
      return;
    }
    long sum = 0;
    for (String file : files) {
      long size = size(file);
      sum = size == UNKNOWN || sum == UNKNOWN ? UNKNOWN : sum + size;
    }
    if (sum == UNKNOWN) {
      startStream();
    } else {
      start(sum, false);
    }
  }

  /** Starts work on a pipe or a device, of which no total is known. */
  public void startStream() {
    start(UNKNOWN, false);
    least = LEAST_OF_STREAMS;
  }

  /** Starts work on files that have yet to be found, such as those of a folder. */
  public void startUnknown() {
    start(UNKNOWN, false);
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
    least = 0;
    before = 0;
    current = 0;
    started = nanos.getAsLong();
    due = started + SECOND;
  }

  /** Reports how many bytes of the current file are done, or how many nanoseconds have passed. */
  public synchronized void at(long done) {
    current = done;
    if (err == null || midLine || ended || before + done >= total || before + done < least) {
      return;
    }
    long now = nanos.getAsLong();
    if (now - due >= 0) {
      due = now + REDRAWN;
      draw(before + done, (double) (now - started) / SECOND);
    }
  }

  /** Ends work on the current file, all of which counts as done even if it was not read. */
  public void fileDone(String file) {
    if (err != null) {
      long size = size(file);
      before += size == UNKNOWN ? current : Math.max(size, current);
      at(0);
    }
  }

  /** Returns whether there is a terminal to show the progress on. */
  public boolean canBeShown() {
    return err != null;
  }

  private void draw(long done, double seconds) {
    if (columns == 0) {
      columns = terminalColumns.getAsInt();
    }
    String text = total == UNKNOWN ? doneAndSpeed(done, seconds) : ofTotal(done, seconds);
    // A longer line would wrap, and then only its last row would be erased.
    err.print(ERASE + text.substring(0, Math.min(text.length(), columns - 1)));
    err.flush();
    shown = true;
  }

  private static String doneAndSpeed(long done, double seconds) {
    double unit = done < GIGA ? MEGA : GIGA;
    return size(done, unit) + name(unit) + ", " + rate(done / seconds);
  }

  private String ofTotal(long done, double seconds) {
    double fraction = (double) done / total;
    double speed = done / seconds;
    long left = done == 0 ? 0 : (long) Math.ceil((total - done) / (timed ? SECOND : speed));
    double unit = total < GIGA ? MEGA : GIGA;
    String text = (long) (100 * fraction) + " %, ";
    if (!timed) {
      text += size(done, unit) + " of " + size(total, unit) + name(unit) + ", ";
      text += rate(speed) + ", ";
    }
    text += time(left) + " left";
    int full = (int) (BAR * fraction);
    String bar = "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
    return bar.length() + text.length() < columns ? bar + text : text;
  }

  private static String size(long bytes, double unit) {
    return String.format(Locale.ROOT, unit == MEGA ? "%.1f" : "%.2f", bytes / unit);
  }

  private static String name(double unit) {
    return unit == MEGA ? " MB" : " GB";
  }

  private static String rate(double speed) {
    if (speed < MEGA) {
      return String.format(Locale.ROOT, "%.0f kB/s", speed / KILO);
    }
    return speed < GIGA
        ? String.format(Locale.ROOT, "%.0f MB/s", speed / MEGA)
        : String.format(Locale.ROOT, "%.2f GB/s", speed / GIGA);
  }

  private static String time(long seconds) {
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    return seconds < HOUR
        ? seconds / MINUTE + " min " + seconds % MINUTE + " s"
        : seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min";
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

  /** Returns the size of a file, 0 of a folder, or UNKNOWN of what is read as a stream. */
  private static long size(String file) {
    if (file.equals("-")) {
      return UNKNOWN;
    }
    try {
      BasicFileAttributes named = Files.readAttributes(RawPath.of(file), BasicFileAttributes.class);
      return named.isOther() ? UNKNOWN : named.isDirectory() ? 0 : named.size();
    } catch (IOException | InvalidPathException e) {
      return 0; // the work itself reports that the file can't be read
    }
  }
}
