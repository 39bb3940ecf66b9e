package io.github.mmap4j.cli.terminal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines that are redrawn in place on a terminal. */
public final class Frame {
  private static final String UP = "\033[%dA";
  private static final String ERASE_LINE = "\033[K";
  private static final String ERASE_BELOW = "\033[J";

  private final Output out;
  private int drawn;

  public Frame(Output out) {
    this.out = out;
  }

  /**
   * Replaces the last frame with {@code lines}, cut to {@code rows} rows. The last line is always
   * shown.
   */
  public void draw(List<String> lines, int rows) throws OutputException {
    List<String> shown = fitting(lines, rows - 1); // the cursor needs one row
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append(UP.formatted(drawn));
    }
    for (String line : shown) {
      // Erase first: after a full line the cursor is still on its last column.
      text.append(ERASE_LINE).append(line).append('\n');
    }
    out.write(text.append(ERASE_BELOW).toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    drawn = shown.size();
  }

  private static List<String> fitting(List<String> lines, int rows) {
    if (lines.size() <= rows) {
      return lines;
    }
    List<String> some = new ArrayList<>(lines.subList(0, Math.max(0, rows - 2)));
    if (rows > 1) {
      some.add("... " + (lines.size() - rows + 1) + " lines more");
    }
    some.add(lines.getLast());
    return some;
  }
}
