package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;

/**
 * A report for people and shell scripts, with either the first difference or three numbers per
 * range.
 */
final class DiffText implements DiffReport {
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
  public void different(Differences first) throws IOException {
    if (ranges) {
      return;
    }
    long offset = first.start();
    out.line(
        "offset %d (0x%x), line %d: %s, %s"
            .formatted(offset, offset, 1 + first.newlines(), at(a, first), at(b, first)));
    size(a, b);
    size(b, a);
  }

  private static String at(Side side, Differences first) {
    String name = ShownName.of(side.name());
    int value = first.value(side);
    if (value < 0) {
      return name + " ends";
    }
    String character = value > ' ' && value <= '~' ? " '" + (char) value + "'" : "";
    return "%s has %02x%s".formatted(name, value, character);
  }

  private void size(Side side, Side other) throws OutputException {
    boolean known = side.size().isPresent();
    long more = known && other.size().isPresent() ? side.leastSize() - other.leastSize() : 0;
    out.line(
        "%s: %s%d bytes%s"
            .formatted(
                ShownName.of(side.name()),
                known ? "" : "at least ",
                side.leastSize(),
                more > 0 ? ", " + more + " more" : ""));
  }

  @Override
  public void range(Differences next, long end) throws OutputException {
    out.number(next.start());
    out.write(SPACE);
    out.number(end);
    out.write(SPACE);
    out.number(end - next.start());
    out.line(next.isSurplus() ? " only in " + ShownName.of(next.longer().name()) : "");
  }

  @Override
  public void end(boolean complete) {}
}
