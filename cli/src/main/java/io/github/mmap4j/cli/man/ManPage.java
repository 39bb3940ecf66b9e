package io.github.mmap4j.cli.man;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page for man(1), built from the help texts of all subcommands. */
public final class ManPage {
  private final Roff page = new Roff();

  private ManPage() {}

  /** Returns the page in roff. */
  public static String of(CommandSpec command, String version, LocalDate date) {
    ManPage page = new ManPage();
    page.write(command, version, date);
    return page.page.toString();
  }

  private void write(CommandSpec command, String version, LocalDate date) {
    String name = command.name();
    List<String> description = List.of(command.usageMessage().description());
    page.title(name, date, "mmap4j " + version);
    page.section("NAME");
    page.text(name + " - " + withoutStop(description.getFirst()));
    page.section("SYNOPSIS");
    page.bold(synopsis(command));
    page.section("DESCRIPTION");
    page.text(String.join(" ", description));
    page.section("OPTIONS");
    page.text("Each command has these options.");
    command.options().forEach(this::option);
    page.section("COMMANDS");
    subcommands(command);
    for (String line : command.usageMessage().footer()) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        page.section(line.substring(0, colon).toUpperCase(Locale.ROOT));
        page.text(line.substring(colon + 2));
      }
    }
  }

  private static String withoutStop(String sentence) {
    String lower = Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private void subcommands(CommandSpec command) {
    command
        .subcommands()
        .values()
        .forEach(
            sub -> {
              if (!sub.getCommandSpec().usageMessage().hidden()) {
                subcommand(sub.getCommandSpec());
              }
            });
  }

  private void subcommand(CommandSpec command) {
    page.subsection(command.qualifiedName());
    page.bold(synopsis(command));
    for (String paragraph : command.usageMessage().description()) {
      page.paragraph();
      page.text(paragraph);
    }
    Help help = help(command);
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (!parameter.hidden()) {
        page.item(label(help, parameter));
        page.text(String.join(" ", parameter.description()));
      }
    }
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp() && !option.versionHelp()) { // already listed for all commands
        option(option);
      }
    }
    String[] footer = command.usageMessage().footer();
    if (!Arrays.equals(footer, command.root().usageMessage().footer())) {
      page.paragraph();
      page.text(String.join(" ", footer).strip());
    }
    subcommands(command);
  }

  private void option(OptionSpec option) {
    if (!option.hidden()) {
      List<String> names = Arrays.asList(option.names().clone());
      names.sort(Comparator.comparingInt(String::length)); // same order as in the help
      page.item(String.join(", ", names) + label(help(option.command()), option));
      page.text(String.join(" ", option.description()));
    }
  }

  private static Help help(CommandSpec command) {
    return new Help(command, Help.defaultColorScheme(Ansi.OFF));
  }

  private static String label(Help help, ArgSpec argument) {
    return help.parameterLabelRenderer()
        .renderParameterLabel(argument, Ansi.OFF, List.of())
        .toString();
  }

  private static String synopsis(CommandSpec command) {
    String lines = help(command).synopsis(0);
    return lines.replaceAll("\\s+", " ").strip();
  }
}
