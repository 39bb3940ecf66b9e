package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import io.github.mmap4j.cli.man.Roff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual page, printed by groff and checked by mandoc. */
class ManCommandTest {
  private static final Pattern SUBCOMMAND = Pattern.compile("(?m)^  ([a-z]+) ");
  private static final Pattern OPTION = Pattern.compile("(?m)^ {2,6}(?:(-\\w), )?(-\\w|--[\\w-]+)");

  @TempDir Path folder;
  private Path page;

  @BeforeEach
  void page() throws IOException {
    Result result = Result.of("man");
    assertEquals("", result.err());
    assertEquals(0, result.status());
    page = Files.write(folder.resolve("mmap.1"), result.out());
  }

  /** Returns what a reader sees, on one line. */
  private String printed() throws IOException {
    Tool.Answer answer =
        Tool.GROFF.ask(folder, "-man", "-ww", "-Tlatin1", "-P-c", "-P-b", "-P-u", page.toString());
    assertEquals("", answer.err());
    assertEquals(0, answer.status());
    return answer.out();
  }

  /** Collects the help of each command, by the words typed to run it. */
  private static void helps(List<String> command, List<List<String>> all) {
    all.add(command);
    String help = help(command);
    int commands = help.indexOf("Commands:");
    if (commands >= 0) {
      Matcher sub = SUBCOMMAND.matcher(help.substring(commands));
      while (sub.find()) {
        List<String> longer = new ArrayList<>(command);
        longer.add(sub.group(1));
        helps(longer, all);
      }
    }
  }

  private static String help(List<String> command) {
    List<String> args = new ArrayList<>(command);
    args.add("--help");
    Result help = Result.of(args.toArray());
    assertEquals(0, help.status(), help.err());
    return help.text();
  }

  @Test
  void groffGivesNoWarning() throws IOException {
    String printed = printed();
    assertTrue(printed.startsWith("MMAP(1)"), printed);
    assertTrue(printed.contains("mmap - reads, searches and changes files"), printed);
    assertTrue(printed.contains("0 found or done, 1 not found, 2 failed."), printed);
    assertTrue(printed.contains(LocalDate.now().toString()), printed);
  }

  @Test
  void mandocGivesNoWarning() throws IOException {
    Tool.Answer answer = Tool.MANDOC.ask(folder, "-T", "lint", "-W", "style", page.toString());
    assertEquals("", answer.out());
    assertEquals(0, answer.status(), answer.err());
  }

  @Test
  void eachWordAndOptionOfTheHelpIsPrinted() throws IOException {
    String printed = printed().replaceAll("\\s+", " ");
    String squeezed = printed.replace(" ", ""); // the help breaks FILE[START:STOP] in two
    List<List<String>> commands = new ArrayList<>();
    helps(List.of(), commands);
    assertTrue(commands.size() > 20 && commands.contains(List.of("share", "list")), "" + commands);
    for (List<String> command : commands) {
      String name = ("mmap " + String.join(" ", command)).strip();
      assertTrue(printed.contains(" " + name + " "), name);
      String help = help(command);
      Matcher option = OPTION.matcher(help);
      int count = 0;
      while (option.find()) {
        count++;
        String names = option.group(1) == null ? "" : option.group(1) + ", ";
        assertTrue(printed.contains(names + option.group(2)), name + " " + option.group());
      }
      assertTrue(count >= 2, name);
      String text = help.replaceAll("Usage:|Commands:|Exit status:", " ").strip();
      for (String word : text.split("\\s+")) {
        assertTrue(squeezed.contains(word), () -> name + ": " + word);
      }
    }
  }

  @Test
  void eachCharacterIsPrintedUnchanged() throws IOException {
    String all = ".a 'b \\c -d \"e\" ^f ~g `h \\n .i 100 % \\- \\(dq";
    Roff roff = new Roff();
    roff.title("t", LocalDate.of(2026, 1, 2), "v");
    roff.section("S");
    roff.text(all);
    roff.text("'x");
    roff.item(".y");
    roff.text("ü");
    roff.text("long ".repeat(20) + ".z");
    Files.write(page, roff.toString().getBytes(UTF_8));
    String printed = printed().replaceAll("\\s+", " ");
    assertTrue(printed.contains(all + " 'x .y ü " + "long ".repeat(20) + ".z "), printed);
    assertTrue(printed.startsWith("T(1) General Commands Manual T(1)"), printed);
    assertTrue(printed.endsWith("v 2026-01-02 T(1) "), printed);
  }
}
