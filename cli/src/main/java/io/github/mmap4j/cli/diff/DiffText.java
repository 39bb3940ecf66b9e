package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.search.Finder;
import java.io.IOException;

/**
 * A report for people and shell scripts, with either the first difference or three numbers per
 * range.
 */
final class DiffText implements DiffReport {
  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'}).parallel();
  private static final byte[] SPACE = {' '};

  private final Output out;
  private final Side a;
  private final Side b;
  private final boolean ranges;

  /** With {@code ranges}, the list of ranges is printed instead of the first difference. */
  DiffText(Output out, Side a, Side b, boolean ranges) {
    this.out = out;
    this.a = a;
    this.b = b;
    this.ranges = ranges;
  }

  @Override
  public void same() {}

  @Override
  public void different(long first) throws IOException {
    if (ranges) {
      return;
    }
    long line = 1 + a.count(NEWLINE, first);
    out.line(
        "offset %d (0x%x), line %d: %s, %s"
            .formatted(first, first, line, at(a, first), at(b, first)));
    size(a, b);
    size(b, a);
  }

  private static String at(Side side, long offset) throws IOException {
    String name = ShownName.of(side.name());
    if (offset == side.size()) {
      return name + " ends";
    }
    int value = side.get(offset);
    String character = value > ' ' && value <= '~' ? " '" + (char) value + "'" : "";
    return "%s has %02x%s".formatted(name, value, character);
  }

  private void size(Side side, Side other) throws OutputException {
    long more = side.size() - other.size();
    out.line(
        "%s: %d bytes%s"
            .formatted(
                ShownName.of(side.name()), side.size(), more > 0 ? ", " + more + " more" : ""));
  }

  @Override
  public void range(long start, long end) throws OutputException {
    out.number(start);
    out.write(SPACE);
    out.number(end);
    out.write(SPACE);
    out.number(end - start);
    out.line(start == Math.min(a.size(), b.size()) ? " only in " + longer() : "");
  }

  private String longer() {
    return ShownName.of((a.size() > b.size() ? a : b).name());
  }

  @Override
  public void end(boolean complete) {}
}
