package io.github.mmap4j.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a terminal.
 *
 * @param rows the number of rows
 * @param columns the number of columns
 */
public record TerminalSize(int rows, int columns) {
  /** The classic size, used when the real one is unknown. */
  static final TerminalSize USUAL = new TerminalSize(24, 80);

  private static final int NARROWEST = 20;
  private static final int WIDEST = 1000;
  private static final int HIGHEST = 1000;
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern STTY =
      Pattern.compile("(" + NUMBER.pattern() + ") (" + NUMBER.pattern() + ")\\s*");

  /** Returns the size of the terminal from which the command was started. */
  static TerminalSize current() {
    return of(System.getenv(), TerminalSize::stty);
  }

  /**
   * Returns the size from LINES and COLUMNS if they are set, otherwise from the output of {@code
   * stty size}.
   */
  static TerminalSize of(Map<String, String> environment, Supplier<String> stty) {
    String lines = environment.getOrDefault("LINES", "");
    String columns = environment.getOrDefault("COLUMNS", "");
    if (NUMBER.matcher(lines).matches() && NUMBER.matcher(columns).matches()) {
      return within(lines, columns);
    }
    Matcher printed = STTY.matcher(stty.get());
    boolean known = printed.matches();
    return within(
        first(lines, known ? printed.group(1) : "", USUAL.rows),
        first(columns, known ? printed.group(2) : "", USUAL.columns));
  }

  private static String first(String set, String printed, int usual) {
    if (NUMBER.matcher(set).matches()) {
      return set;
    }
    return printed.isEmpty() ? String.valueOf(usual) : printed;
  }

  private static TerminalSize within(String lines, String columns) {
    return new TerminalSize(
        Math.clamp(Integer.parseInt(lines), 2, HIGHEST),
        Math.clamp(Integer.parseInt(columns), NARROWEST, WIDEST));
  }

  /**
   * Returns the output of {@code stty size}, or an empty string if it fails. Java itself cannot
   * query the terminal.
   */
  static String stty() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // no such program or no terminal
    }
  }
}
