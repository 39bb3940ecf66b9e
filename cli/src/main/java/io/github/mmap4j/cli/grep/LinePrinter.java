package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.search.Line;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.PrimitiveIterator;

/**
 * Prints the selected lines of one file, or only their matches, as grep does. The file may be
 * printed through several windows, one after another. The fields hold offsets in the file, and the
 * arguments of methods are offsets in the window.
 */
final class LinePrinter {
  /**
   * The number of bytes printed at a time, large enough to need few calls and small enough to save
   * memory.
   */
  private static final long CHUNK = 1 << 20;

  private static final byte[] TAB = {'\t'};

  private final GrepOutput output;
  private final GrepOptions options;
  private final Context context;
  private final Output out;
  private final LineHead head;
  private final boolean named;
  private final JsonLine json;
  private final boolean plain;
  private final int width; // of numbers
  private final boolean tabs;
  private SelectedLines lines;
  private LineEnd lineEnd;
  private MemorySegment text;
  private long base; // offset of the window
  private long counted; // offset of a line whose number is known
  private long before; // how many lines precede it
  private long done = -1; // end of the last line printed, or -1
  private long pending; // how many lines of context are to be printed next
  private long printed;

  /**
   * Prepares the output for one file.
   *
   * @param named whether the file's name comes before each line
   * @param json the printer of JSON objects
   * @param width the minimum width of line numbers and offsets
   */
  LinePrinter(GrepOutput output, LineHead head, boolean named, JsonLine json, int width) {
    this.output = output;
    this.options = output.options();
    this.context = output.context();
    this.out = output.out();
    this.head = head;
    this.named = named;
    this.json = json;
    this.width = width;
    this.tabs = options.initialTab && (named || options.numbers || options.offsets);
    this.plain =
        output.limit() == Long.MAX_VALUE
            && !(named || options.numbers || options.offsets || options.only || options.json)
            && !(context.wanted() || head.hasColour() || options.lineBuffered);
  }

  /** Continues with a window at {@code offset} of the file. */
  void show(SelectedLines window, long offset) {
    lines = window;
    lineEnd = window.lineEnd();
    text = window.text();
    base = offset;
  }

  /**
   * Prints the selected lines of a range, at most {@code most}, and returns how many were printed.
   * Lines that are copied together count as one.
   */
  long print(long from, long to, long most) throws IOException {
    printed = 0;
    if (most > 0) {
      lines.each(from, to, (begin, end) -> selected(begin, end, most));
    }
    printPending(to);
    return printed;
  }

  /** Returns how many lines of context are to be printed next. */
  boolean hasPending() {
    return pending > 0;
  }

  /**
   * Prepares for a window that starts later.
   *
   * @param at the start of the next line to be searched
   * @return the first byte that the next window must contain, as context of the next line
   */
  long leave(long at) {
    long first = startOfContext(at);
    if (options.numbers || options.json) {
      number(first); // while the lines before it are there to be counted
    }
    return first;
  }

  private boolean selected(long from, long to, long most) throws IOException {
    if (plain) {
      printed++;
      copy(from, to);
      end(to);
      return true;
    }
    if (context.wanted()) {
      printPending(from);
      printContext(from);
    }
    for (long at = from; at < to && printed < most; ) {
      long end = lines.inverted() ? lineEnd.after(text, at, to) : to;
      line(at, end, LineHead.SELECTED);
      printed++;
      at = end;
    }
    pending = context.after();
    return printed < most;
  }

  /** Prints the context that is due after the last line printed, up to {@code to}. */
  private void printPending(long to) throws IOException {
    for (; pending > 0 && done - base < to; pending--) {
      long from = done - base;
      line(from, lineEnd.after(text, from, to), LineHead.CONTEXT);
    }
  }

  /** Prints the context before a selected line. */
  private void printContext(long line) throws IOException {
    long at = startOfContext(line);
    if (output.nextGroup() && base + at != done && context.separator() != null) {
      head.betweenGroups(context.separator());
    }
    while (at < line) {
      long end = lineEnd.after(text, at, line);
      line(at, end, LineHead.CONTEXT);
      at = end;
    }
  }

  private long startOfContext(long line) {
    long first = Math.max(0, done - base);
    long at = line;
    for (long i = 0; i < context.before() && at > first; i++) {
      at = lineEnd.start(text, first, at - 1);
    }
    return at;
  }

  private void line(long from, long to, char separator) throws IOException {
    boolean matches = separator == LineHead.SELECTED != lines.inverted();
    long end = isUnended(to) ? to : to - 1;
    if (options.only) {
      if (matches) {
        matches(from, end, separator);
      }
    } else if (options.json) {
      json(from, from, end);
    } else {
      prefix(from, from, end, separator);
      if (head.hasColour() && matches) {
        coloured(from, to, end);
      } else {
        copy(from, to);
      }
      end(to);
    }
    done = base + to;
    if (options.lineBuffered) {
      out.flush();
    }
  }

  private void coloured(long from, long to, long end) throws IOException {
    PrimitiveIterator.OfLong matches = lines.matches(from, end).iterator();
    long at = from;
    while (matches.hasNext()) {
      long begin = from + matches.nextLong();
      long stop = from + matches.nextLong();
      if (begin < stop) {
        copy(at, begin);
        head.beginMatch();
        copy(begin, stop);
        head.endMatch();
        at = stop;
      }
    }
    copy(at, to);
  }

  private void matches(long from, long end, char separator) throws IOException {
    PrimitiveIterator.OfLong matches = lines.matches(from, end).iterator();
    while (matches.hasNext()) {
      long begin = from + matches.nextLong();
      long stop = from + matches.nextLong();
      if (begin < stop && options.json) {
        json(from, begin, stop);
      } else if (begin < stop) {
        prefix(from, begin, stop, separator);
        head.beginMatch();
        copy(begin, stop);
        head.endMatch();
        out.write(lineEnd.bytes());
      }
    }
  }

  private void json(long line, long from, long to) throws OutputException {
    byte[] bytes = new Line(text, from, to - from).bytes();
    json.line(number(line), base + from, bytes);
  }

  /** Returns the number of the line that starts at {@code line}, counted from 1. */
  private long number(long line) {
    if (base + line > counted) {
      before += lineEnd.ends(text, counted - base, line);
      counted = base + line;
    }
    return before + 1;
  }

  private void prefix(long line, long from, long to, char separator) throws OutputException {
    if (named) {
      head.name(separator);
    }
    if (options.numbers) {
      head.number(number(line), width, separator);
    }
    if (options.offsets) {
      head.number(base + from, width, separator);
    }
    if (tabs && from < to) {
      out.write(TAB);
    }
  }

  /** Writes bytes of the window. Those of an array need no copy. */
  private void copy(long from, long to) throws OutputException {
    if (text.heapBase().orElse(null) instanceof byte[] array) {
      out.write(array, Math.toIntExact(text.address() + from), (int) (to - from));
      return;
    }
    for (long at = from; at < to; at += CHUNK) {
      out.write(new Line(text, at, Math.min(CHUNK, to - at)).bytes());
    }
  }

  /** Adds a line end if the line that ends at {@code to} is the file's last and lacks one. */
  private void end(long to) throws OutputException {
    if (isUnended(to)) {
      out.write(lineEnd.bytes());
    }
  }

  private boolean isUnended(long to) {
    return to == text.byteSize() && lineEnd.isMissing(text, to);
  }
}
