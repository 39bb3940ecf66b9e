package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that people type from habit do what they do with GNU grep. */
class GrepHabitsTest {
  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Path src = Files.createDirectories(folder.resolve("src/.git"));
    Files.writeString(src.resolve("c.c"), "NOTE in git\n");
    Files.writeString(folder.resolve("src/a.c"), "int main() { // NOTE: x\n  func(1);\n}\n");
    Files.writeString(folder.resolve("src/b.h"), "#define NOTE 42\n\n#endif\n");
    Files.writeString(
        folder.resolve("log"),
        "# log\nERROR disk 12\nwarn: foo.bar\nError: {\"a\": [1]}\n\nfoobar foo\n10.0.0.1\tok\n");
    Files.writeString(folder.resolve("patterns"), "disk\nwarn\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-i error log",
        "-rn NOTE src",
        "-rnw src -e NOTE",
        "-r --include=*.c NOTE src",
        "-rl NOTE src",
        "-rL NOTE src",
        "-rIn --exclude-dir=.git NOTE src",
        "-v ^# log",
        "-v ^$ log",
        "-c foo log",
        "-A1 -B1 warn log",
        "-C 2 warn log",
        "-2 warn log",
        "-w foo log",
        "-E ERROR|warn log",
        "-oE [0-9]+ log",
        "-oP \\d+(?=\\.) log",
        "-e disk -e warn log",
        "-f patterns log",
        "-x foobar.foo log",
        "-q foo log",
        "-s foo missing log",
        "-hn NOTE src/a.c src/b.h",
        "-H foo log",
        "-m 1 foo log",
        "foo log -n",
        "--color=always foo log",
        "-n --colour foo log",
        "-F func( src/a.c",
        "-G func( src/a.c",
        "-G \\(foo\\|disk\\) log",
        "-E \\<foo\\> log",
        "-E {\"a\" log",
        "-E [[:space:]]ok$ log",
        "-E [[:digit:]]{1,3}\\.[[:digit:]] log",
        "-E [^[:alnum:][:space:]] log",
        "-v ^[[:space:]]*# log",
        "-i -A3 -B2 error log",
        "-i -C2 error log",
        "-c '' log",
        "-n '' log",
        "-lR NOTE src",
        "-RIn NOTE src",
        "-rni todo src --include *.h --include *.c",
        "-rI --include=*.{c,h} NOTE src",
        "-roh NOTE src",
        "-rc NOTE src",
        "-rv --exclude=*.h NOTE src",
        "-r --exclude-dir=.git --exclude=b.* NOTE src",
        "-F [1] log",
        "-Fx warn: log",
        "-Fw foo log",
        "-wo foo log",
        "-ow -n foo log",
        "-qs x missing log",
        "-qs foo missing log",
        "-s -l foo missing log",
        "-P ^\\s*$ log",
        "-oP (?<=\"a\":.)\\[\\d\\] log",
        "-oP a\":\\s\\K.+ log",
        "-P \\t log",
        "--color=always -P warn\\K:.|(o)o\\1* log",
        "-oP (o)\\Ko|(f)\\2* log",
        "-E a)|foo log",
        "-E *foo|+bar log",
        "-E fo**b log",
        "-E fo+* log",
        "-G **foo*** log",
        "-G fo\\{1,\\}b log",
        "-G fo\\{,\\}b log",
        "-E fo{,}b log",
        "\\bfoo\\b log",
        "\\<foo\\> log",
        "-G foo\\.bar log",
        "-E ^(#|$) log",
        "-Ev ^(#|$) log",
        "-vE ^#|^$ log",
        "-e foo -e disk -c log",
        "-Hn foo log",
        "-HnT foo log",
        "-bT foo log",
        "-Z -l foo log patterns",
        "--exclude-from=patterns -r NOTE src",
        "--no-messages foo missing",
        "-m1 -n foo log patterns",
        "--count --invert-match foo log",
        "--ignore-case --line-number error log",
        "-E [0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+ log",
        "-E ([0-9]{1,3}\\.){3}[0-9]{1,3} log",
        "-E (foo|disk).*[0-9] log",
        "-u foo log",
        "-U foo log",
        "-y ERROR log",
        "-e -x log",
        "-- -x log",
        "--max-c=1 foo log",
        "--files-with-matches foo log patterns"
      })
  void lineIsUnderstood(String line) throws IOException {
    List<String> words =
        Arrays.stream(line.split(" ")).map(word -> word.equals("''") ? "" : word).toList();
    List<String> resolved =
        words.stream()
            .map(word -> word.replace("=patterns", "=" + folder.resolve("patterns")))
            .map(
                word ->
                    !word.isEmpty() && Files.exists(folder.resolve(word))
                        ? folder.resolve(word)
                        : word)
            .map(Object::toString)
            .toList();
    Tool.Answer expected = Tool.GREP.ask(folder, resolved.toArray(new String[0]));
    List<Object> ours = new ArrayList<>(List.of("grep"));
    ours.addAll(resolved);
    Result result = Result.of(ours.toArray());
    assertEquals(expected.out(), new String(result.out(), ISO_8859_1), result.err());
    assertEquals(expected.status(), result.status());
  }

  @Test
  void wrongOptionsAreRefused() {
    Result.of("grep", "-e").failedSaying("Missing required parameter for option '--regexp'");
    Result.of("grep").failed("PATTERN is missing (see mmap grep --help)");
    Result.of("grep", "--no", "a").failedSaying("Unknown option: '--no'");
    Result.of("grep", "-k", "a").failedSaying("Unknown option: '-k'");
    Result.of("grep", "-A", "-1", "a").failed("NUM is less than 0: -1");
    Result.of("grep", "--color=red", "a").failed("--color is not always, never or auto: 'red'");
    Result.of("grep", "-dx", "a").failed("--directories is not read, skip or recurse: 'x'");
    Result.of("grep", "-Dx", "a").failed("--devices is not read or skip: 'x'");
    Result.of("grep", "--binary-files=x", "a")
        .failed("--binary-files is not binary, text or without-match: 'x'");
  }

  @Test
  void patternsThatMeanNothingAreRefused() {
    Result.of("grep", "-G", "a\\{1", "-")
        .failed("PATTERN has a \\{ that starts no repetition such as \\{2,3\\}");
    Result.of("grep", "(a)\\2", "-").failed("PATTERN refers to group 2, but has 1 groups");
    Result.of("grep", "-P", "a\\Kb\\Kc", "-").failed("PATTERN has \\K twice");
    Result.of("grep", "[[.one.]]", "-")
        .failed("PATTERN has an unknown collating element: [.one.]]");
  }

  @Test
  void aNegativeMaximumMeansNone() {
    Result.reading("a\na\n".getBytes(), "grep", "-m-1", "a").printed(0, "a\na\n");
    Result.reading("a\na\n".getBytes(), "grep", "-m-1", "-v", "b").printed(0, "a\na\n");
  }

  @Test
  void helpIsOnlyALongOption() {
    Result.reading("a\n".getBytes(), "grep", "-h", "a").printed(0, "a\n");
    assertEquals(0, Result.of("find", "-h").status());
  }
}
