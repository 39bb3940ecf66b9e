package io.github.mmap4j.cli.grep;

import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;

/**
 * The search of one file, of which pieces arrive one after another. Like GNU grep, it treats a file
 * as text up to the first block with a zero byte. From that block on, it prints no lines, and zero
 * bytes end lines too.
 */
final class TextSearch {
  /**
   * The number of bytes that GNU grep reads at a time. GNU grep prints only lines that end before
   * the first block with a zero byte.
   */
  static final int BLOCK = 96 << 10;

  private static final Finder ZERO = LineEnd.ZERO.finder().parallel();

  private final GrepPattern pattern;
  private final PatternOptions patternOptions;
  private final GrepOutput output;
  private final GrepOptions options;
  private final LinePrinter printer;
  private final boolean silent;
  private final boolean hasContext;
  private final boolean expectsBinary;
  private final long limit;
  private SelectedLines lines;
  private MemorySegment text;
  private long base; // offset of the text in the file
  private BinaryLines binary; // null while the file is text
  private boolean isBinary;
  private boolean skipped;
  private long selected;
  private boolean hidesBinary;

  TextSearch(
      GrepPattern pattern, PatternOptions patternOptions, GrepOutput output, LinePrinter printer) {
    this.pattern = pattern;
    this.patternOptions = patternOptions;
    this.output = output;
    this.options = output.options();
    this.printer = printer;
    this.silent = options.isSilent();
    this.hasContext = output.context().wanted();
    this.expectsBinary = !options.isText() && patternOptions.lineEnd() == LineEnd.NEWLINE;
    this.limit = options.stopsAtFirst() ? Math.min(1, output.limit()) : output.limit();
  }

  /** Continues with a part of the file that starts at {@code offset}. */
  void show(MemorySegment part, long offset) throws IOException {
    text = part;
    base = offset;
    lines = new SelectedLines(pattern, patternOptions, part);
    printer.show(lines, offset);
    binary = isBinary ? new BinaryLines(lines) : null;
  }

  /** Returns the number of selected lines. */
  long selected() {
    return selected;
  }

  /** Returns whether lines were selected but not printed because the file is binary. */
  boolean hidesBinary() {
    return hidesBinary;
  }

  /** Returns whether the rest of the file does not matter. */
  boolean isDone() {
    return skipped || hidesBinary || selected >= limit && (isBinary || !printer.hasPending());
  }

  /** Returns whether zero bytes make the file binary. */
  boolean expectsBinary() {
    return expectsBinary;
  }

  /**
   * Prepares for a part that starts later.
   *
   * @param at the end of the lines searched
   * @return the first byte of this part that the next one must contain
   */
  long leave(long at) throws IOException {
    return printer.leave(at);
  }

  /**
   * Returns whether the block that contains {@code from} has a zero byte there or later. Then a
   * range from there to any offset may be searched, as its end need not be that of a line.
   */
  boolean isBinaryAt(long from) {
    long end = ((base + from) / BLOCK + 1) * BLOCK - base;
    long to = Math.min(text.byteSize(), end);
    return isBinary || expectsBinary && ZERO.find(text, from, to) >= 0;
  }

  /**
   * Searches a range. It consists of whole lines, except that in a binary file the last line may
   * continue.
   *
   * @return the end of the lines searched, from which to continue
   */
  long search(long from, long to) throws IOException {
    if (isBinary) {
      return binary(from, to);
    }
    // All of the last block is searched for zeros, so it does not matter where the range ends.
    long blocks = Math.ceilDiv(base + to, BLOCK) * BLOCK - base;
    long zero = expectsBinary ? ZERO.find(text, from, Math.min(text.byteSize(), blocks)) : -1;
    if (zero < 0) {
      return text(from, to);
    }
    if (options.skipsBinary()) {
      skipped = true;
      selected = 0;
      return to;
    }
    long block = (base + zero) / BLOCK * BLOCK - base;
    long start = lines.lineEnd().start(text, from, Math.max(from, block));
    text(from, start);
    isBinary = true;
    binary = new BinaryLines(lines);
    return start;
  }

  private long text(long from, long to) throws IOException {
    if (silent || options.only && lines.inverted() && !hasContext) {
      selected += lines.count(from, to, limit - selected);
    } else {
      selected += printer.print(from, to, limit - selected);
    }
    return to;
  }

  private long binary(long from, long to) throws IOException {
    long most = silent ? limit - selected : 1;
    BinaryLines.Counted counted = binary.count(from, to, most);
    selected += counted.number();
    if (counted.number() > 0) {
      found();
    }
    return counted.end();
  }

  private void found() {
    hidesBinary = !silent;
    output.nextGroup(); // as in GNU grep, which prints a separator before the next file's lines
  }

  /**
   * Returns the end of the hole that begins at {@code at}, the start of a line of a binary file.
   * The zeros in the hole are counted as empty lines.
   */
  long afterHole(long at, LongUnaryOperator nextData) {
    if (!isBinary || at >= text.byteSize()) {
      return at;
    }
    long data = nextData.applyAsLong(at);
    if (data > at && binary.selectsEmpty()) {
      selected = Math.min(limit, selected + data - at);
      found();
    }
    return Math.max(at, data);
  }
}
