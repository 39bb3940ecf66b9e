package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Question;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The subcommands by name, in the order of the help. Each is created only when needed, because
 * picocli takes milliseconds to analyse the options of a command.
 */
public final class Subcommands {
  private static final String GREP = "grep";
  private static final String HELP = "--help";

  /** The two subcommands that describe all the others. */
  private static final Set<String> OF_ALL = Set.of("completion", "man");

  private final Map<String, Supplier<Object>> makers = new LinkedHashMap<>();

  public Subcommands(
      Output output,
      PrintStream err,
      InputStream in,
      Failures failures,
      Progress progress,
      Question question) {
    makers.put("demo", () -> new DemoCommand(output, err));
    makers.put("find", () -> new FindCommand(in, output, failures, progress));
    makers.put(
        GREP,
        () ->
            new CommandLine(new GrepCommand(in, output, failures, progress).spec())
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(true)); // as in -e -v
    makers.put("count", () -> new CountCommand(in, output, failures, progress));
    makers.put("follow", () -> new FollowCommand(output, failures));
    makers.put(
        "slice", () -> withNegativeNumbers(new SliceCommand(in, output, failures, progress)));
    makers.put("patch", () -> withNegativeNumbers(new PatchCommand(failures)));
    makers.put("advise", () -> new AdviseCommand(output, failures, question, progress));
    makers.put("share", () -> new ShareCommand(output, failures, in, progress));
    makers.put("residency", () -> new ResidencyCommand(output, failures, progress));
    makers.put("load", () -> new LoadCommand(output, failures, progress));
    makers.put("evict", () -> new EvictCommand(output, failures, progress));
    makers.put("lock", () -> new LockCommand(output, failures, progress));
    makers.put("hexdump", () -> new HexdumpCommand(in, output, failures, progress));
    makers.put("diff", () -> new DiffCommand(in, output, failures, progress));
    makers.put("copy", () -> new CopyCommand(in, output, failures, progress));
    makers.put("info", () -> new InfoCommand(output, failures));
    makers.put("bench", () -> new BenchCommand(output, failures, progress));
    makers.put("completion", () -> new CompletionCommand(output));
    makers.put("man", () -> new ManCommand(output));
  }

  /**
   * Makes picocli treat an unknown option as an argument, so that {@code -5} is accepted as a
   * number.
   */
  private static CommandLine withNegativeNumbers(Object command) {
    return new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
  }

  /** Returns all names in the order of the help. */
  public Set<String> names() {
    return makers.keySet();
  }

  /**
   * Adds to {@code mmap} the subcommand that the first of {@code arguments} names. Adds all
   * subcommands if the first argument names none, or names one that describes the others.
   *
   * @return the arguments for picocli to parse
   */
  public String[] addTo(CommandLine mmap, String... arguments) {
    String[] args = withoutHelp(arguments);
    String first = args.length == 0 ? "" : args[0];
    if (makers.containsKey(first) && !OF_ALL.contains(first)) {
      mmap.addSubcommand(makers.get(first).get());
    } else {
      makers.values().forEach(maker -> mmap.addSubcommand(maker.get()));
    }
    addShortHelp(mmap);
    if (!first.equals(GREP)) {
      return args;
    }
    List<String> words = new ArrayList<>(List.of(GREP));
    CommandSpec grep = mmap.getSubcommands().get(GREP).getCommandSpec();
    words.addAll(GnuArguments.of(grep, List.of(args).subList(1, args.length)));
    return words.toArray(new String[0]);
  }

  /**
   * Replaces {@code help NAME}, which people type because git has it, by {@code NAME --help}, and
   * {@code help} alone by {@code --help}.
   */
  private String[] withoutHelp(String... words) {
    if (words.length == 0 || !words[0].equals("help")) {
      return words;
    }
    List<String> others = new ArrayList<>(List.of(words).subList(1, words.length));
    if (others.isEmpty() || makers.containsKey(others.getFirst())) {
      others.add(HELP);
    }
    return others.toArray(new String[0]);
  }

  /** Lets {@code -h} print the help too, except in {@code grep}, where it has another meaning. */
  private static void addShortHelp(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.findOption("-h") == null) {
      spec.addOption(OptionSpec.builder("-h").usageHelp(true).hidden(true).arity("0").build());
    }
    command.getSubcommands().values().forEach(Subcommands::addShortHelp);
  }
}
