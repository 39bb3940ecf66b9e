package io.github.mmap4j.cli;

/** For people: for each file a line of numbers, and one that is a bar. */
final class TextReport implements Report {
  private final Lines lines;
  private final Screen screen;
  private final int columns;
  private final boolean cutting;

  /** Takes the lines of text. */
  interface Lines {
    void add(String line) throws OutputException;
  }

  /** {@code cutting}: whether no line may be longer than one of the screen. */
  TextReport(Lines lines, Screen screen, boolean cutting) {
    this.lines = lines;
    this.screen = screen;
    this.columns = screen.size().columns();
    this.cutting = cutting;
  }

  @Override
  public void file(Measured file) throws OutputException {
    add(ShownName.of(file.path()), ": " + file.share());
    lines.add(Bar.of(file, columns, screen.hasColour()));
  }

  @Override
  public void end(Survey.Total total) throws OutputException {
    if (total.files() > 1) {
      add("", total.files() + " files: " + total.share());
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
