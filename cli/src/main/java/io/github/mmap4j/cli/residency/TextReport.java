package io.github.mmap4j.cli.residency;

import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Screen;

/** A report for people, with a line of numbers and a bar for each file. */
public final class TextReport implements Report {
  private final Lines lines;
  private final Screen screen;
  private final int columns;
  private final boolean cutting;

  /** The receiver of the lines. */
  public interface Lines {
    void add(String line) throws OutputException;
  }

  /** With {@code cutting}, every line is cut to the width of the screen. */
  public TextReport(Lines lines, Screen screen, boolean cutting) {
    this.lines = lines;
    this.screen = screen;
    this.columns = screen.size().columns();
    this.cutting = cutting;
  }

  @Override
  public void file(FileResidency file) throws OutputException {
    add(ShownName.of(file.path()), ": " + file.fraction());
    lines.add(Bar.of(file, columns, screen.hasColour()));
  }

  @Override
  public void end(Survey.Total total) throws OutputException {
    if (total.files() > 1) {
      add("", total.files() + " files: " + total.fraction());
    }
  }

  private void add(String name, String facts) throws OutputException {
    String line = name + facts;
    if (cutting) {
      int room = Math.max(1, columns - facts.length());
      line = ShownName.cut(ShownName.cut(name, room) + facts, columns);
    }
    lines.add(line);
  }
}
