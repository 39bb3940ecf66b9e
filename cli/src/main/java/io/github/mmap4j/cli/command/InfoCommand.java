package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.info.Fact;
import io.github.mmap4j.cli.info.SystemLimits;
import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "info",
    description = {
      "Prints how FILE is mapped for reading on this machine, and which limits of the system apply.",
      "For example, if FAULT_GUARD is missing from what the mapping can do, other programs must not"
          + " truncate the file, and if SHARED is missing, their changes may stay unseen."
          + " --explain tells for each line what it means and what can be done about it."
    })
final class InfoCommand implements Callable<Integer> {
  private static final String INDENT = "    ";

  /** A line of an explanation: as many words as fit, without the space after them. */
  private static final Pattern LINE = Pattern.compile("(\\S.{0,74})(?: |$)");

  private final Output out;
  private final Failures failures;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "\"size\" and \"fileSystem\" (each absent if it is not known), \"pageSize\","
              + " \"granularity\" and \"mapped\" bytes, \"mappedBy\" (\"system\" or \"jdk\"), or"
              + " \"reason\" if nothing can be mapped, and what the mapping \"can\" do.")
  private boolean json;

  @Option(
      names = "--explain",
      description = "After each line, print what it means and what can be done about it.")
  private boolean explain;

  @Parameters(index = "0", paramLabel = "FILE", description = "A file; - is standard input.")
  private String file;

  /**
   * Holds what is known of a file.
   *
   * @param reason the reason why nothing is mapped, or null if the file is mapped
   */
  private record Facts(OptionalLong size, long mapped, Set<Capability> can, String reason) {
    static Facts unmapped(OptionalLong size, String reason) {
      return new Facts(size, 0, Set.of(), reason);
    }

    boolean isBySystem() {
      return can.contains(Capability.ADVISE);
    }
  }

  InfoCommand(Output out, Failures failures) {
    this.out = out;
    this.failures = failures;
  }

  @Override
  public Integer call() throws OutputException {
    return failures.guard(file, this::print);
  }

  private int print() throws IOException, Refusal {
    boolean isStandardInput = file.equals("-");
    Facts facts = isStandardInput ? notMappable("standard input") : facts(RegularFile.path(file));
    Optional<String> fileSystem =
        isStandardInput
            ? Optional.empty()
            : Optional.of(Files.getFileStore(RegularFile.path(file)).type());
    if (json) {
      json(fileSystem, facts);
    } else {
      text(fileSystem, facts);
    }
    return 0;
  }

  private static Facts notMappable(String what) {
    return Facts.unmapped(
        OptionalLong.empty(), what + " can't be mapped; it is read from its start to its end");
  }

  private static Facts facts(Path path) throws IOException, Refusal {
    if (RegularFile.withSize(path).isPresent() || ByteSource.isDisk(path)) {
      return mapped(path);
    }
    if (!Files.isRegularFile(path)) {
      return notMappable("a pipe, a socket or a device");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() < 0
          ? Facts.unmapped(OptionalLong.of(0), "an empty file can't be mapped")
          : notMappable("a file with bytes but no size, such as those in /proc,");
    }
  }

  private static Facts mapped(Path path) throws IOException, Refusal {
    try (Mmap m = Mmap.open(path, Access.READ)) {
      return new Facts(OptionalLong.of(m.size()), m.length(), m.capabilities(), null);
    } catch (FileSystemException e) {
      throw e; // The file can't be opened.
    } catch (IOException e) {
      OptionalLong size =
          RegularFile.withSize(path).stream().mapToLong(RegularFile::size).findAny();
      return Facts.unmapped(size, e.getMessage());
    }
  }

  private void text(Optional<String> fileSystem, Facts facts) throws IOException {
    row("file", file);
    row(Fact.SIZE, facts.size.isPresent() ? facts.size.getAsLong() + " bytes" : "unknown");
    row(Fact.FILE_SYSTEM, fileSystem);
    row(Fact.PAGE_SIZE, Mmap.PAGESIZE + " bytes");
    row(Fact.GRANULARITY, Mmap.ALLOCATIONGRANULARITY + " bytes");
    if (facts.reason != null) {
      row(Fact.MAPPED, "nothing: " + facts.reason);
    } else {
      row(Fact.MAPPED, facts.mapped + " bytes");
      row(Fact.MAPPED_BY, facts.isBySystem() ? "the system" : "the JDK");
      row(Fact.CAN, facts.can.stream().map(Enum::name).collect(Collectors.joining(" ")));
      row(Fact.GUARD, facts.can.contains(Capability.FAULT_GUARD) ? "yes" : "no");
    }
    row(Fact.SEARCH, Finder.usesVectors() ? "vectors" : "words of 8 bytes");
    row(Fact.HUGE_PAGES, SystemLimits.hugePages());
    row(Fact.MAPPINGS, SystemLimits.mappings());
    row(Fact.LOCKED, SystemLimits.locked());
    row(Fact.ADDRESSES, SystemLimits.addresses());
  }

  private void json(Optional<String> fileSystem, Facts facts) throws OutputException {
    JsonWriter json = new JsonWriter(out);
    json.open('{').path(file);
    if (facts.size.isPresent()) {
      json.name("size").value(facts.size.getAsLong());
    }
    if (fileSystem.isPresent()) {
      json.name("fileSystem").string(fileSystem.get());
    }
    json.name("pageSize").value(Mmap.PAGESIZE);
    json.name("granularity").value(Mmap.ALLOCATIONGRANULARITY);
    json.name("mapped").value(facts.mapped);
    if (facts.reason == null) {
      json.name("mappedBy").string(facts.isBySystem() ? "system" : "jdk");
    } else {
      json.name("reason").string(facts.reason);
    }
    json.name("can").open('[');
    for (Capability capability : facts.can) {
      json.string(capability.name());
    }
    json.close(']').close('}').end();
  }

  private void row(Fact fact, Optional<String> value) throws OutputException {
    if (value.isPresent()) { // otherwise the system does not publish it
      row(fact, value.get());
    }
  }

  private void row(Fact fact, String value) throws OutputException {
    row(fact.label(), value);
    if (explain) {
      for (String line : wrapped(fact.meaning())) {
        out.line(INDENT + line);
      }
    }
  }

  private void row(String name, String value) throws OutputException {
    out.line("%-13s%s".formatted(name + ":", value));
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      lines.add(line.group(1));
    }
    return lines;
  }
}
