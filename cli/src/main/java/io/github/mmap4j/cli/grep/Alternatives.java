package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A regular expression that matches any of several texts, and of those that match at a position the
 * longest. Where there are many texts, those that begin alike share that beginning, because
 * java.util.regex tries one alternative after another.
 */
final class Alternatives {
  /** The number of texts up to which a list is as fast as a tree. */
  private static final int FEW = 8;

  /** The maximum length in a tree, because each character may need a group of its own. */
  private static final int LONGEST = 200;

  private final Map<Byte, Alternatives> next = new TreeMap<>();
  private boolean ends; // whether a text ends here

  private Alternatives() {}

  /**
   * Returns the expression.
   *
   * @param ignoresCase whether the expression will ignore the case of ASCII letters
   */
  static String of(List<String> texts, boolean ignoresCase) {
    boolean list = texts.size() <= FEW || texts.stream().anyMatch(text -> text.length() > LONGEST);
    if (list) {
      return texts.stream()
          .sorted(Comparator.comparingInt(text -> -text.getBytes(UTF_8).length))
          .map(ByteRegex::quoted)
          .collect(Collectors.joining("|"));
    }
    Alternatives root = new Alternatives();
    for (String text : texts) {
      root.add(text.getBytes(UTF_8), ignoresCase);
    }
    StringBuilder regex = new StringBuilder();
    root.write(regex);
    return regex.toString();
  }

  private void add(byte[] text, boolean ignoresCase) {
    Alternatives node = this;
    for (byte b : text) {
      boolean folds = ignoresCase && b >= 'A' && b <= 'Z';
      byte key = folds ? (byte) (b - 'A' + 'a') : b;
      node = node.next.computeIfAbsent(key, _ -> new Alternatives());
    }
    node.ends = true;
  }

  private void write(StringBuilder regex) {
    if (next.isEmpty()) {
      return;
    }
    boolean grouped = next.size() > 1 || ends;
    regex.append(grouped ? "(?:" : "");
    Iterator<Map.Entry<Byte, Alternatives>> all = next.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Byte, Alternatives> each = all.next();
      regex.append(String.format("\\x%02x", each.getKey()));
      each.getValue().write(regex);
      regex.append(all.hasNext() ? "|" : "");
    }
    regex.append(grouped ? ends ? ")?" : ")" : "");
  }
}
