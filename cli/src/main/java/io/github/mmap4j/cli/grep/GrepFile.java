package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.files.FileBytes;
import io.github.mmap4j.cli.files.Pieces;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * The search of one file. Like GNU grep, it treats a file as text up to the first block with a zero
 * byte. From that block on, it prints no lines, and zero bytes end lines too.
 */
final class GrepFile {
  /**
   * The number of bytes that GNU grep reads at a time. GNU grep prints only lines that end before
   * the first block with a zero byte.
   */
  private static final int BLOCK = 96 << 10;

  /**
   * The number of bytes copied at a time once zero bytes end lines. A longer line is copied whole.
   */
  private static final int COPIED = 1 << 20;

  private static final int LONGEST_COPY = 1 << 30;

  private static final byte[] EMPTY_LINE = {'\n'};

  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'});
  private static final Finder ZERO = Finder.of(new byte[1]).parallel();

  private final SelectedLines lines;
  private final MemorySegment text;
  private final GrepOptions options;
  private final LinePrinter printer;
  private final Output out;
  private final FileBytes file;
  private final Pieces pieces;
  private final long limit;
  private final boolean silent;
  private long selected;
  private boolean hidesBinary;

  GrepFile(
      SelectedLines lines,
      GrepOptions options,
      long limit,
      byte[] name,
      Output out,
      FileBytes file) {
    this.lines = lines;
    this.text = lines.text();
    this.options = options;
    this.limit = options.list ? 1 : limit;
    this.silent = options.list || options.count;
    this.printer = new LinePrinter(lines, options, limit == Long.MAX_VALUE, name, out);
    this.out = out;
    this.file = file;
    this.pieces = new Pieces(text, lines.search().longestPiece(), System::nanoTime);
  }

  /** Returns whether lines were selected but not printed because the file is binary. */
  boolean hidesBinary() {
    return hidesBinary;
  }

  /** Searches the file, prints the selected lines and returns their number. */
  long run() throws IOException, Refusal {
    long from = 0;
    boolean binary = false;
    while (from < text.byteSize() && selected < limit && !hidesBinary) {
      long to;
      if (binary) {
        to = endOfCopy(from);
        binary(from, to);
        to = afterHole(to);
      } else {
        to = pieces.endOfLine(from);
        long zero = options.text ? -1 : ZERO.find(text, from, to);
        if (zero >= 0) {
          binary = true;
          to = NEWLINE.rfind(text, from, Math.max(from, zero / BLOCK * BLOCK)) + 1;
          to = Math.max(from, to);
        }
        text(from, to);
      }
      from = to;
      out.pieceDone();
      file.reached(from);
    }
    return selected;
  }

  private void text(long from, long to) throws IOException {
    if (silent || options.only && lines.inverted()) {
      selected += lines.count(from, to, limit - selected);
    } else {
      selected += printer.print(from, to, limit - selected);
    }
  }

  private void binary(long from, long to) throws IOException {
    byte[] bytes = new Line(text, from, to - from).bytes();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        bytes[i] = '\n';
      }
    }
    long most = silent ? limit - selected : 1;
    long more = lines.in(MemorySegment.ofArray(bytes)).count(0, bytes.length, most);
    selected += more;
    hidesBinary = !silent && more > 0;
  }

  /**
   * Returns the end of the hole that begins at {@code at}, the start of a line. Returns {@code at}
   * if there is none, or if the hole's zeros must be counted as empty lines.
   */
  private long afterHole(long at) throws IOException {
    long data = at < text.byteSize() ? file.nextData(at) : at;
    boolean skips = data > at && lines.in(MemorySegment.ofArray(EMPTY_LINE)).count(0, 1, 1) == 0;
    return skips ? data : at;
  }

  /** Returns the end of a piece to copy: after a newline or a zero byte, or the end of the file. */
  private long endOfCopy(long from) throws Refusal {
    long end = pieces.roughEnd(from, COPIED);
    long last = Math.min(text.byteSize(), from + LONGEST_COPY);
    while (end < text.byteSize()) {
      long next = Math.min(last, end + COPIED);
      long newline = NEWLINE.find(text, end - 1, next);
      long zero = ZERO.find(text, end - 1, newline < 0 ? next : newline);
      if (newline >= 0 || zero >= 0) {
        return (zero < 0 ? newline : zero) + 1;
      }
      if (next == last && last < text.byteSize()) {
        throw new Refusal("has a line of more than 1 GiB after a zero byte; try -a");
      }
      end = next;
    }
    return end;
  }
}
