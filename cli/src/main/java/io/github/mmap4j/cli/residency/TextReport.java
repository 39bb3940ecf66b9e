package io.github.mmap4j.cli.residency;

import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Screen;

/** Prints the result for people: for each file a line of numbers and a bar. */
public final class TextReport implements Report {
  private final Lines lines;
  private final Screen screen;
  private final int columns;
  private final boolean cutting;

  /** Receives the lines. */
  public interface Lines {
    void add(String line) throws OutputException;
  }

  /** {@code cutting} cuts every line to the width of the screen. */
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
