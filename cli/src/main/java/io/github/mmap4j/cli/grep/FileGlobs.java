package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Refusal;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The globs that decide which files are skipped. Among those that match, the last one decides. */
final class FileGlobs {
  /**
   * A glob from the command line.
   *
   * @param includes whether files that match are searched, and not skipped
   * @param glob the glob, or the file that lists globs
   * @param listed whether {@code glob} is such a file
   */
  record Rule(boolean includes, String glob, boolean listed) {}

  private record Compiled(boolean includes, Pattern pattern) {}

  private final List<Compiled> rules;

  FileGlobs(List<Rule> rules) throws Refusal {
    this.rules = compiled(rules);
  }

  /** Reads the globs that are listed in files, of which {@code -} is {@code in}. */
  static FileGlobs of(List<Rule> rules, InputStream in) throws Refusal {
    List<Rule> all = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.listed) {
        for (String glob : PatternList.linesOf(rule.glob, in)) {
          // As in GNU grep, white space at the end is ignored, and empty lines are.
          String trimmed = glob.stripTrailing();
          if (!trimmed.isEmpty()) {
            all.add(new Rule(rule.includes, trimmed, false));
          }
        }
      } else {
        all.add(rule);
      }
    }
    return new FileGlobs(all);
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * Returns whether a file is skipped.
   *
   * @param name the file's name
   * @param anchored whether a glob must match all of the name, and not only the part after a slash
   */
  boolean skips(String name, boolean anchored) {
    for (Compiled rule : rules.reversed()) {
      if (matches(rule.pattern, name, anchored)) {
        return !rule.includes;
      }
    }
    return !rules.isEmpty() && rules.getFirst().includes;
  }

  private static boolean matches(Pattern pattern, String name, boolean anchored) {
    boolean matches = pattern.matcher(name).matches();
    for (int slash = name.indexOf('/');
        !anchored && !matches && slash >= 0;
        slash = name.indexOf('/', slash + 1)) {
      matches = pattern.matcher(name.substring(slash + 1)).matches();
    }
    return matches;
  }

  private static List<Compiled> compiled(List<Rule> rules) throws Refusal {
    List<Compiled> all = new ArrayList<>();
    for (Rule rule : rules) {
      try {
        Pattern pattern = Pattern.compile(regex(rule.glob), Pattern.DOTALL);
        all.add(new Compiled(rule.includes, pattern));
      } catch (PatternSyntaxException e) {
        throw new Refusal("GLOB is malformed: '" + rule.glob + "'");
      }
    }
    return all;
  }

  /** Translates a glob as fnmatch(3) reads it without flags, so {@code *} matches a slash too. */
  private static String regex(String glob) throws Refusal {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      char c = glob.charAt(at);
      if (c == '[' && glob.indexOf(']', at + 2) > 0) {
        String rest = glob.substring(at);
        String bracket = rest.startsWith("[!") ? "[^" + rest.substring(2) : rest;
        BracketExpression expression = new BracketExpression(bracket, 0, true);
        regex.append(expression.translated());
        at += expression.end();
        continue;
      }
      boolean escaped = c == '\\' && at + 1 < glob.length();
      at += escaped ? 1 : 0;
      switch (escaped ? '\\' : c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(glob.charAt(at))));
      }
      at++;
    }
    return regex.toString();
  }
}
