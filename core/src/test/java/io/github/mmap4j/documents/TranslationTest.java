package io.github.mmap4j.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that the Chinese documents match the English ones, as far as a program can tell. The tests
 * fail if only one of the two is changed.
 */
class TranslationTest {
  private static final Pattern CODE = Pattern.compile("`[^`\\n]+(?:\\n[^`\\n]+)?`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
  private static final Pattern FIGURE = Pattern.compile("\\d[\\d,.:-]*\\d|\\d");

  /** The part of a section that is the same in both languages. */
  private interface Share {
    List<String> of(Document.Section section);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "docs/porting"})
  void headingsAreOfTheSameLevels(String name) throws IOException {
    assertEquals(levels(english(name)), levels(chinese(name)), () -> apart(name));
  }

  private static List<Integer> levels(Document document) {
    return document.sections().stream().map(Document.Section::level).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "docs/porting"})
  void blocksOfCodeAreTheSameBytes(String name) throws IOException {
    List<Document.Block> ours = english(name).blocks();
    List<Document.Block> theirs = chinese(name).blocks();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      assertEquals(ours.get(i), theirs.get(i), apart(name) + ", block of code " + (i + 1));
    }
    assertEquals(ours.size(), theirs.size(), () -> apart(name) + ", blocks of code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "docs/porting"})
  void tablesHaveTheSameCells(String name) throws IOException {
    compare(name, "columns of each line of a table", TranslationTest::columns);
  }

  private static List<String> columns(Document.Section section) {
    return section
        .text()
        .lines()
        .filter(line -> line.startsWith("|"))
        .map(line -> Document.cells(line).size() + "")
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "docs/porting"})
  void paragraphsAndItemsAreAsMany(String name) throws IOException {
    compare(name, "paragraphs and items of lists", TranslationTest::paragraphs);
  }

  private static List<String> paragraphs(Document.Section section) {
    return Stream.of(section.text().split("\\n\\n+|\\n(?=- )"))
        .map(String::strip)
        .filter(text -> !text.isEmpty() && !text.startsWith("|"))
        .map(text -> text.startsWith("- ") ? "an item" : "a paragraph")
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "docs/porting"})
  void linksLeadToTheSame(String name) throws IOException {
    compare(name, "links", section -> found(LINK, section.text()).map(this::target).toList());
  }

  /**
   * Returns a link's target, without the heading if the page is translated, because its headings
   * differ.
   */
  private String target(String link) {
    String target = link.substring(2, link.length() - 1);
    return target.matches(".*(README|porting)(\\.zh-CN)?\\.md(#.*)?")
        ? target.replaceFirst("#.*", "").replace(".zh-CN", "")
        : target;
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "docs/porting"})
  void namesInCodeAreTheSame(String name) throws IOException {
    compare(
        name,
        "names in backticks",
        section -> found(CODE, section.text()).map(code -> code.replace('\n', ' ')).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "docs/porting"})
  void figuresAreTheSame(String name) throws IOException {
    compare(name, "figures", section -> found(FIGURE, words(section)).toList());
  }

  /** Returns the section with its heading, without code and link targets. */
  private static String words(Document.Section section) {
    String all = section.heading() + "\n" + section.text();
    return LINK.matcher(CODE.matcher(all).replaceAll(" ")).replaceAll(" ");
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group());
  }

  /** Compares what sections share in any order, because word order differs between languages. */
  private static void compare(String name, String what, Share share) throws IOException {
    List<Document.Section> ours = english(name).sections();
    List<Document.Section> theirs = chinese(name).sections();
    List<String> apart = new ArrayList<>();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      Map<String, Integer> surplus = new TreeMap<>();
      share.of(ours.get(i)).forEach(one -> surplus.merge(one, 1, Integer::sum));
      share.of(theirs.get(i)).forEach(one -> surplus.merge(one, -1, Integer::sum));
      surplus.values().removeIf(count -> count == 0);
      String headings = ours.get(i).heading() + " / " + theirs.get(i).heading();
      surplus.forEach(
          (one, count) ->
              apart.add(
                  "under %s: %s is in the %s %d times more"
                      .formatted(
                          headings, one, count > 0 ? "English" : "Chinese", Math.abs(count))));
    }
    assertEquals(List.of(), apart, () -> apart(name) + ", " + what);
  }

  private static String apart(String name) {
    return name + ".md and " + name + ".zh-CN.md are out of step";
  }

  private static Document english(String name) throws IOException {
    return Document.of(name + ".md");
  }

  private static Document chinese(String name) throws IOException {
    return Document.of(name + ".zh-CN.md");
  }
}
