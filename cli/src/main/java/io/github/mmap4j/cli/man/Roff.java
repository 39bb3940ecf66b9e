package io.github.mmap4j.cli.man;

import java.time.LocalDate;
import java.util.Locale;

/** A writer of manual pages in roff, with the macros of man(7). */
public final class Roff {
  private static final int LONGEST_LINE = 72;

  private final StringBuilder page = new StringBuilder();

  public void title(String name, LocalDate date, String version) {
    String head = ".TH \"%s\" \"1\" \"%s\" \"%s\"\n"; // hyphens in the date stay unescaped
    page.append(head.formatted(escaped(name.toUpperCase(Locale.ROOT)), date, escaped(version)));
    page.append(".nh\n.ad l\n"); // disables hyphenation, which would change options
  }

  public void section(String name) {
    heading("SH", name);
  }

  void subsection(String name) {
    heading("SS", name);
  }

  private void heading(String macro, String name) {
    page.append(".%s \"%s\"\n".formatted(macro, escaped(name)));
  }

  /** Starts an item; the text that follows describes {@code head}. */
  public void item(String head) {
    page.append(".TP\n");
    bold(head);
  }

  void bold(String text) {
    page.append("\\fB").append(escaped(text)).append("\\fR\n");
  }

  /**
   * Writes text in short source lines. The reader's terminal determines the width at which the text
   * is shown.
   */
  public void text(String text) {
    int column = 0;
    for (String word : text.split(" ")) {
      boolean fits = column > 0 && column + word.length() < LONGEST_LINE;
      String escaped = escaped(fits ? " " + word : word);
      page.append(column > 0 && !fits ? "\n" : "").append(escaped);
      column = (fits ? column : 0) + escaped.length();
    }
    page.append('\n');
  }

  /** Starts a paragraph; a heading already starts one. */
  void paragraph() {
    page.append(".PP\n");
  }

  /** Escapes text so that every character is printed literally and none starts a request. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> append(c, escaped));
    return text.startsWith(".") ? "\\&" + escaped : escaped.toString();
  }

  private static void append(int c, StringBuilder escaped) {
    switch (c) {
      case '\\' -> escaped.append("\\e");
      case '-' -> escaped.append("\\-");
      case '"' -> escaped.append("\\(dq");
      case '\'' -> escaped.append("\\(aq");
      case '`' -> escaped.append("\\(ga");
      case '^' -> escaped.append("\\(ha");
      case '~' -> escaped.append("\\(ti");
      default -> {
        if (c < ' ' || c > '~') {
          escaped.append("\\[u%04X]".formatted(c));
        } else {
          escaped.append((char) c);
        }
      }
    }
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
