package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import io.github.mmap4j.search.Lines;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.PrimitiveIterator;

/** Prints selected lines, or only their matches, as grep does. */
final class LinePrinter {
  /**
   * The number of bytes printed at a time, large enough to need few calls and small enough to save
   * memory.
   */
  private static final long CHUNK = 1 << 20;

  private static final byte[] LINE_END = {'\n'};
  private static final byte[] COLON = {':'};
  private static final Finder NEWLINE = Finder.of(LINE_END).parallel();

  private final SelectedLines lines;
  private final MemorySegment text;
  private final GrepOptions options;
  private final byte[] name;
  private final Output out;
  private final boolean unlimited;
  private final boolean prefixed;
  private final boolean endsInLine;
  private long counted; // offset of a line whose number is known
  private long before; // how many lines precede it
  private long printed;

  LinePrinter(
      SelectedLines lines, GrepOptions options, boolean unlimited, byte[] name, Output out) {
    this.lines = lines;
    this.text = lines.text();
    this.options = options;
    this.name = name;
    this.out = out;
    this.unlimited = unlimited;
    this.prefixed = name.length > 0 || options.numbers || options.offsets; // always true for JSON
    this.endsInLine = new Line(text, text.byteSize() - 1, 1).bytes()[0] != '\n';
  }

  /**
   * Prints the selected lines of a range, at most {@code most}, and returns how many were printed.
   * Lines that are copied together count as one.
   */
  long print(long from, long to, long most) throws IOException {
    printed = 0;
    lines.each(from, to, (begin, end) -> lines(begin, end, most));
    return printed;
  }

  private boolean lines(long from, long to, long most) throws IOException {
    if (unlimited && !prefixed && !options.only) {
      printed++;
      copy(from, to);
      end(to);
      return true;
    }
    if (!lines.inverted()) {
      line(from, to);
      return printed < most;
    }
    Lines.Cursor cursor = Lines.of(text, from, to).cursor();
    while (printed < most && cursor.next()) {
      line(cursor.offset(), cursor.end());
    }
    return printed < most;
  }

  private void line(long from, long to) throws IOException {
    printed++;
    if (options.only) {
      matches(from, to);
    } else if (options.json) {
      json(from, from, lacksEnd(to) ? to : to - 1);
    } else {
      prefix(from, from);
      copy(from, to);
      end(to);
    }
  }

  private void matches(long from, long to) throws IOException {
    if (lines.inverted()) {
      return;
    }
    long end = lacksEnd(to) ? to : to - 1;
    PrimitiveIterator.OfLong matches = lines.matches(from, end).iterator();
    while (matches.hasNext()) {
      long begin = from + matches.nextLong();
      long stop = from + matches.nextLong();
      if (begin < stop && options.json) {
        json(from, begin, stop);
      } else if (begin < stop) {
        prefix(from, begin);
        copy(begin, stop);
        out.write(LINE_END);
      }
    }
  }

  private void json(long line, long from, long to) throws OutputException {
    JsonLine.write(out, name, number(line), from, new Line(text, from, to - from).bytes());
  }

  /** Returns the number of the line that starts at {@code line}, counted from 1. */
  private long number(long line) {
    before += NEWLINE.count(text, counted, line);
    counted = line;
    return before + 1;
  }

  private void prefix(long line, long offset) throws OutputException {
    out.write(name);
    if (options.numbers) {
      out.number(number(line));
      out.write(COLON);
    }
    if (options.offsets) {
      out.number(offset);
      out.write(COLON);
    }
  }

  private void copy(long from, long to) throws OutputException {
    for (long at = from; at < to; at += CHUNK) {
      out.write(new Line(text, at, Math.min(CHUNK, to - at)).bytes());
    }
  }

  /** Adds a newline if the line that ends at {@code to} is the file's last and lacks one. */
  private void end(long to) throws OutputException {
    if (lacksEnd(to)) {
      out.write(LINE_END);
    }
  }

  private boolean lacksEnd(long to) {
    return endsInLine && to == text.byteSize();
  }
}
