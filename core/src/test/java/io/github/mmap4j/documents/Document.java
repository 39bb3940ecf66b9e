package io.github.mmap4j.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown document of the project, whose claims are tested.
 *
 * @param name the path, relative to the project's root
 * @param text the whole text
 */
record Document(String name, String text) {
  static final Path ROOT = Path.of("..");

  private static final Pattern BLOCK = Pattern.compile("(?sm)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");

  /** A code block, between two lines of backticks. */
  record Block(String language, String text) {}

  /**
   * The text under a heading, up to the next heading of any level. The heading is "" for the text
   * before the first one.
   */
  record Section(String heading, String text) {
    /** Returns the heading's level, which is 1 for {@code # Heading}. */
    int level() {
      return heading.indexOf(' ');
    }
  }

  static Document of(String name) throws IOException {
    return new Document(name, Files.readString(ROOT.resolve(name)));
  }

  /** Returns the guide's first page and its other pages. */
  static List<Document> guide() throws IOException {
    List<Document> pages = new ArrayList<>(List.of(of("docs/guide.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/guide"))) {
      for (Path file : files.sorted().toList()) {
        pages.add(of("docs/guide/" + file.getFileName()));
      }
    }
    return pages;
  }

  List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(match -> new Block(match.group(1), match.group(2)))
        .toList();
  }

  /** Returns the text without its code blocks. */
  String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    String heading = "";
    StringBuilder below = new StringBuilder();
    for (String line : prose().lines().toList()) {
      if (line.startsWith("#")) {
        sections.add(new Section(heading, below.toString()));
        heading = line;
        below.setLength(0);
      } else {
        below.append(line).append('\n');
      }
    }
    sections.add(new Section(heading, below.toString()));
    return sections;
  }

  /** Returns the lines of tables under {@code ## heading} and below, with their headings. */
  Stream<String> table(String heading) {
    return text.lines()
        .dropWhile(line -> !line.equals("## " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("|"));
  }

  /** Returns the cells of a table row. */
  static List<String> cells(String line) {
    List<String> cells = CELL_BORDER.splitAsStream(line).skip(1).map(String::strip).toList();
    return cells.stream().map(cell -> cell.replace("\\|", "|")).toList();
  }
}
