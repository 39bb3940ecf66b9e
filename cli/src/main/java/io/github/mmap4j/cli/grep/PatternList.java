package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.names.RawText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The patterns of a search, of which a line must match one. */
final class PatternList {
  private PatternList() {}

  /** Returns the patterns of the options or, if there are none, the lines of {@code operand}. */
  static List<String> of(PatternOptions options, String operand, InputStream in) throws Refusal {
    List<String> all = new ArrayList<>();
    if (!options.hasPatterns()) {
      add(operand, all);
    }
    for (String pattern : options.patterns) {
      add(pattern, all);
    }
    for (String file : options.patternFiles) {
      all.addAll(linesOf(file, in));
    }
    return List.copyOf(new LinkedHashSet<>(all));
  }

  private static void add(String pattern, List<String> all) throws Refusal {
    if (RawText.hasLostBytes(pattern) || !RawText.isUtf8(pattern)) {
      throw new Refusal("PATTERN is not UTF-8 (write \\xff)");
    }
    all.addAll(List.of(pattern.split("\n", -1)));
  }

  /**
   * Returns the lines of a file, of which {@code -} is standard input.
   *
   * @throws Refusal if it can't be read or is not UTF-8; the message begins with the file's name
   */
  static List<String> linesOf(String file, InputStream in) throws Refusal {
    try {
      byte[] bytes = file.equals("-") ? in.readAllBytes() : bytesOf(RegularFile.path(file));
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      List<String> lines = List.of(text.split("\n", -1));
      return lines.subList(0, lines.size() - (lines.getLast().isEmpty() ? 1 : 0));
    } catch (CharacterCodingException _) {
      throw new Refusal(file + ": a pattern is not UTF-8 (write \\xff)");
    } catch (IOException | Refusal e) {
      throw new Refusal(Failures.line(file, e));
    }
  }

  private static byte[] bytesOf(Path path) throws IOException, Refusal {
    if (Files.isDirectory(path)) {
      throw new Refusal("is a directory");
    }
    return Files.readAllBytes(path);
  }
}
