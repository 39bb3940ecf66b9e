package io.github.mmap4j.cli.files;

import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * The pieces of a file, which are searched one after another so that progress can be shown in
 * between. The first pieces are small, as a match may be near. Later pieces get longer while the
 * search is fast, and shorter when a piece has taken too long.
 */
public final class Pieces {
  private static final int FIRST = 96 << 10;

  /** The time in nanoseconds above which a piece counts as too long. */
  private static final long LONG = 50_000_000;

  private static final int SHORTEST = 4 << 10;

  /**
   * The maximum length of a piece in bytes. Several threads search such a piece together, in a few
   * milliseconds at full speed.
   */
  public static final int LONGEST = 64 << 20;

  private final MemorySegment text;
  private final int longest;
  private final LongSupplier nanos;
  private int length = FIRST / 2;
  private long begun;

  /**
   * Divides {@code text} into pieces of at most {@code longest} bytes. A piece that would split a
   * line or an occurrence is extended to its end.
   */
  public Pieces(MemorySegment text, int longest, LongSupplier nanos) {
    this.text = text;
    this.longest = longest;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** The work on one piece. */
  public interface Work {
    void on(long from, long to) throws IOException;
  }

  /**
   * Calls {@code work} for each piece that is not all hole. No occurrence that {@code finder} finds
   * crosses the end of a piece.
   */
  public static void each(Finder finder, FileBytes file, Work work) throws IOException {
    MemorySegment text = file.segment();
    Pieces pieces = new Pieces(text, LONGEST, System::nanoTime);
    int over = finder.length() - 1;
    boolean findsZeros = finder.find(MemorySegment.ofArray(new byte[finder.length()])) >= 0;
    for (long from = 0; from < text.byteSize(); ) {
      long data = findsZeros ? from : file.nextData(from);
      from = Math.max(from, data - over);
      long to = pieces.endOutside(finder, from);
      work.on(from, to);
      file.reached(to);
      from = to;
    }
  }

  private long endOutside(Finder finder, long from) {
    long end = roughEnd(from, longest);
    int over = finder.length() - 1;
    while (end < text.byteSize()) {
      long near = Math.max(from, end - over);
      long across = finder.find(text, near, Math.min(text.byteSize(), end + over));
      if (across < 0) {
        return end;
      }
      end = across + finder.length();
    }
    return end;
  }

  /**
   * Returns the end of a piece that starts at {@code from} and ends after a whole line.
   *
   * @param lineEnd a finder of the byte that ends a line
   */
  public long endOfLine(Finder lineEnd, long from) {
    long end = roughEnd(from, longest);
    long found = end < text.byteSize() ? lineEnd.find(text, end - 1) : -1;
    return found < 0 ? text.byteSize() : found + 1;
  }

  /**
   * Returns the end of a piece of at most {@code most} bytes that starts at {@code from},
   * regardless of lines and occurrences.
   */
  public long roughEnd(long from, int most) {
    long now = nanos.getAsLong();
    long taken = now - begun;
    begun = now;
    if (taken <= LONG) {
      length = Math.min(2 * length, longest);
    } else {
      length = (int) Math.max(SHORTEST, (double) length * LONG / taken);
    }
    return Math.min(text.byteSize(), from + Math.min(length, most));
  }
}
