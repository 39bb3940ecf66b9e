package io.github.mmap4j.cli.command;

import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.info.Fact;
import io.github.mmap4j.cli.info.FileFacts;
import io.github.mmap4j.cli.info.SystemLimits;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  InfoCommand(Output out, Failures failures) {
    this.out = out;
    this.failures = failures;
  }

  @Override
  public Integer call() throws OutputException {
    return failures.guard(file, this::print);
  }

  private int print() throws IOException, Refusal {
    FileFacts facts = FileFacts.of(file);
    if (json) {
      json(facts);
    } else {
      text(facts);
    }
    return 0;
  }

  private void text(FileFacts facts) throws IOException {
    row("file", file);
    row(Fact.SIZE, facts.size().isPresent() ? facts.size().getAsLong() + " bytes" : "unknown");
    row(Fact.FILE_SYSTEM, facts.fileSystem());
    row(Fact.PAGE_SIZE, Mmap.PAGESIZE + " bytes");
    row(Fact.GRANULARITY, Mmap.ALLOCATIONGRANULARITY + " bytes");
    if (facts.reason().isPresent()) {
      row(Fact.MAPPED, "nothing: " + facts.reason().get());
    } else {
      row(Fact.MAPPED, facts.mapped() + " bytes");
      row(Fact.MAPPED_BY, facts.isBySystem() ? "the system" : "the JDK");
      row(Fact.CAN, facts.can().stream().map(Enum::name).collect(Collectors.joining(" ")));
      row(Fact.GUARD, facts.can().contains(Capability.FAULT_GUARD) ? "yes" : "no");
    }
    row(Fact.SEARCH, Finder.usesVectors() ? "vectors" : "words of 8 bytes");
    row(Fact.HUGE_PAGES, SystemLimits.hugePages());
    row(Fact.MAPPINGS, SystemLimits.mappings());
    row(Fact.LOCKED, SystemLimits.locked());
    row(Fact.ADDRESSES, SystemLimits.addresses());
  }

  private void json(FileFacts facts) throws OutputException {
    JsonWriter json = new JsonWriter(out);
    json.open('{').path(file);
    if (facts.size().isPresent()) {
      json.name("size").value(facts.size().getAsLong());
    }
    if (facts.fileSystem().isPresent()) {
      json.name("fileSystem").string(facts.fileSystem().get());
    }
    json.name("pageSize").value(Mmap.PAGESIZE);
    json.name("granularity").value(Mmap.ALLOCATIONGRANULARITY);
    json.name("mapped").value(facts.mapped());
    if (facts.reason().isEmpty()) {
      json.name("mappedBy").string(facts.isBySystem() ? "system" : "jdk");
    } else {
      json.name("reason").string(facts.reason().get());
    }
    json.name("can").open('[');
    for (Capability capability : facts.can()) {
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
