package io.github.mmap4j.cli.grep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A random command line of grep, with the arguments for us and for GNU grep. */
final class RandomCommandLine {
  private static final String[] FLAGS = {
    "-a", "-b", "-c", "-h", "-H", "-i", "-I", "-l", "-L", "-n", "-q", "-s", "-U", "-v", "-y", "-Z"
  };
  private static final String[] RARE_FLAGS = {
    "--no-group-separator",
    "--group-separator=XX",
    "--label=in",
    "--binary-files=text",
    "--binary-files=without-match",
    "--no-ignore-case",
    "--line-buffered",
    "--count",
    "--quiet",
    "--files-with-m",
    "--null-data",
    "--colour=never"
  };
  private static final String[] FILES = {"f", "g", "h", "e", "missing", "d", "-", "d/f", "d/s/g"};
  private static final String[] GLOBS = {"f", "g", "*f", "[f-g]", "?", "s/*", "*/f", "d", "\\f"};

  /** The file that lists globs, one of them with white space at its end. */
  static final String GLOB_FILE = "globs";

  private static final String[] SHARED = {
    "a", "b", "A", "c", ".", "[ab]", "[^a]", " ", "[[:digit:]]", "[^[:space:]]", "[[:upper:]_]",
    "[]a]", "[^]b]", "[a-]", "\\.", "\\w", "\\W", "\\b", "\\B", "x", "[.]", "1"
  };
  private static final String[] PERL = {
    "(ab|b)",
    "(?:a|bc?)",
    "\\r",
    "\\xff",
    "\\d",
    "\\s",
    "(a|b)*",
    "(?:\\d|-|[^ab])+",
    "([ab]|\\.|\\s){1,2}",
    "(?:_|\\W|x)*?",
    "(?=a)",
    "(?<!b)",
    "[[]",
    "[a&&b]",
    "[\\w.]",
    "(a)\\1",
    "{",
    "a{,2}",
    "\\Q.\\E",
    "(?i:b)"
  };
  private static final String[] EXTENDED = {
    "(ab|b)",
    "(a|b)*",
    "\\<",
    "\\>",
    "(a)\\1",
    "a{,2}",
    "(a|b)",
    "[[]",
    "(b$)",
    "[[.a.]b]",
    "[[=b=]]"
  };
  private static final String[] BASIC = {
    "\\(ab\\|b\\)",
    "\\(a\\|b\\)*",
    "\\<",
    "\\>",
    "\\(a\\)\\1",
    "a\\{2\\}",
    "a\\+",
    "b\\?",
    "(",
    ")",
    "+",
    "?",
    "|",
    "{",
    "}",
    "[\\]",
    "\\(a\\)",
    "a\\{1,\\}"
  };
  private static final String[] REPEATS = {"", "", "", "", "*", "+", "?", "{2}", "{1,2}"};
  private static final String[] WORDS = {"a", "b", "AB", "a*", ".", "(", "c", "\r", "", "ab", "_"};

  private final Random random;
  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private final List<String> ours = new ArrayList<>();
  private final List<String> theirs = new ArrayList<>();
  private boolean longestMatters; // whether alternatives make us choose another match

  RandomCommandLine(Random random, Path folder) {
    this.random = random;
    this.folder = folder;
    List<String> patterns = patterns();
    flags();
    boolean nullData = options.contains("-z") || options.contains("--null-data");
    if (nullData && theirs.contains("-P")) {
      ours.add("-P"); // otherwise, a dot matches a newline too, as in GNU grep
    }
    List<String> operands = new ArrayList<>();
    if (patterns.size() == 1 && random.nextBoolean()) {
      operands.addAll(patterns);
    } else {
      for (String pattern : patterns) {
        options.addAll(
            random.nextBoolean() ? List.of("-e", pattern) : List.of("--regexp=" + pattern));
      }
    }
    int patternOperands = operands.size();
    boolean recursive =
        options.contains("-r") || options.contains("-R") || options.contains("-drecurse");
    // Without FILE, -r would search the working directory, which we cannot set here.
    for (int i = random.nextInt(4) + (recursive ? 1 : 0); i > 0; i--) {
      String file = file(any(FILES));
      // After -m, GNU grep reads standard input a second time from there on.
      operands.add(file.equals("-") && operands.contains("-") ? file("f") : file);
    }
    if (operands.size() > patternOperands && !operands.contains("-") && oneIn(6)) {
      options.add("-T"); // its padding depends on the size of standard input, which is no file here
    }
    if (oneIn(8)) {
      options.add("--exclude-from=" + file(GLOB_FILE));
    }
    if (!operands.isEmpty() && operands.getFirst().startsWith("-") || random.nextBoolean()) {
      options.add("--");
      options.addAll(operands);
    } else {
      options.addAll(random.nextInt(options.size() + 1) == 0 ? 0 : options.size(), operands);
    }
    ours.addAll(options);
    theirs.addAll(options);
  }

  List<String> ours() {
    return ours;
  }

  List<String> theirs() {
    return theirs;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String file(String name) {
    return name.equals("-") ? name : folder.resolve(name).toString();
  }

  private void flags() {
    StringBuilder bundle = new StringBuilder("-");
    List<String> apart = new ArrayList<>();
    for (String flag : FLAGS) {
      if (oneIn(9)) {
        if (random.nextBoolean()) {
          bundle.append(flag.charAt(1));
        } else {
          apart.add(flag);
        }
      }
    }
    // With -w, GNU grep -E and -G accept an empty match at some places only.
    String[] extremes = {longestMatters ? "-x" : "-w", "-x", "-z", "-r", "-R"};
    for (String flag : extremes) {
      if (oneIn(7)) {
        apart.add(flag);
      }
    }
    if (!longestMatters && oneIn(4)) {
      apart.add("-o");
    }
    if (!longestMatters && oneIn(5)) {
      apart.add("--color=always");
    }
    if (oneIn(6)) {
      apart.add(any(RARE_FLAGS));
    }
    if (oneIn(4)) {
      String number = String.valueOf(random.nextInt(4));
      apart.add(any("-A", "-B", "-C", "-", "--context=", "--after-context=") + number);
    }
    if (oneIn(5)) {
      apart.add(any("-m", "--max-count=") + random.nextInt(5));
    }
    while (oneIn(4)) {
      apart.add(any("--include=", "--exclude=", "--exclude-dir=") + any(GLOBS));
    }
    if (oneIn(12)) {
      apart.add(any("-dskip", "-drecurse", "-dread", "-Dskip"));
    }
    Collections.shuffle(apart, random);
    options.addAll(apart);
    if (bundle.length() > 1) {
      options.add(bundle.toString());
    }
  }

  private List<String> patterns() {
    int several = oneIn(4) ? 1 + random.nextInt(3) : 1;
    List<String> all = new ArrayList<>();
    switch (random.nextInt(4)) {
      case 0 -> {
        String regex = regex(PERL, true, oneIn(3));
        // Without -P, {,2} means {0,2}, as in GNU grep.
        ours.addAll(regex.contains("{,") || oneIn(3) ? List.of("-P") : List.of());
        theirs.add("-P");
        all.add(regex);
      }
      case 1 -> {
        ours.addAll(oneIn(3) ? List.of("-E") : List.of());
        theirs.add("-E");
        longestMatters = true;
        for (int i = 0; i < several; i++) {
          all.add(regex(EXTENDED, true, false));
        }
      }
      case 2 -> {
        ours.add("-G");
        theirs.add("-G");
        longestMatters = true;
        for (int i = 0; i < several; i++) {
          all.add(regex(BASIC, false, false));
        }
      }
      default -> {
        ours.add("-F");
        theirs.add("-F");
        for (int i = 0; i < several; i++) {
          all.add(words());
        }
      }
    }
    return all;
  }

  private String words() {
    StringBuilder words = new StringBuilder(any(WORDS)).append(any(WORDS));
    while (oneIn(4)) {
      words.append('\n').append(any(WORDS));
    }
    return words.toString();
  }

  private String regex(String[] own, boolean repeats, boolean lazy) {
    StringBuilder regex = new StringBuilder(oneIn(6) ? "^" : "");
    for (int atoms = random.nextInt(4); atoms > 0; atoms--) {
      String atom = oneIn(3) ? any(own) : any(SHARED);
      regex.append(atom);
      boolean repeatable =
          !atom.endsWith("*")
              && !atom.endsWith("}")
              && !atom.endsWith("<")
              && !atom.endsWith(">")
              && !atom.endsWith("b")
              && !atom.endsWith("B")
              && !atom.startsWith("(?")
              && !atom.endsWith("+")
              && !atom.endsWith("?")
              && !atom.contains("\\E");
      if (repeatable) {
        String repeat = repeats ? any(REPEATS) : oneIn(4) ? "*" : "";
        regex.append(repeat).append(lazy && repeat.length() == 1 && oneIn(2) ? "?" : "");
      }
    }
    return regex.append(oneIn(6) ? "$" : "").toString();
  }
}
