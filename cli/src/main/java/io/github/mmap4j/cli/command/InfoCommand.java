package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "info", description = "Prints how FILE is mapped for reading on this machine.")
final class InfoCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "\"size\", \"pageSize\", \"granularity\" and \"mapped\" bytes, \"mappedBy\""
              + " (\"system\" or \"jdk\", absent for an empty file) and what the mapping"
              + " \"can\" do.")
  private boolean json;

  @Parameters(index = "0", paramLabel = "FILE", description = "A regular file.")
  private String file;

  private record Facts(long size, long mapped, Set<Capability> can) {
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
    RegularFile target = RegularFile.of(file);
    if (target.isEmpty()) {
      print(target, new Facts(0, 0, Set.of()));
      return 0;
    }
    try (Mmap m = target.map(Access.READ)) {
      print(target, new Facts(m.size(), m.length(), m.capabilities()));
    }
    return 0;
  }

  private void print(RegularFile target, Facts facts) throws OutputException {
    if (json) {
      json(target.path(), facts);
    } else {
      text(facts);
    }
  }

  private void text(Facts facts) throws OutputException {
    row("file", file);
    row("size", facts.size + " bytes");
    row("page size", Mmap.PAGESIZE + " bytes");
    row("granularity", Mmap.ALLOCATIONGRANULARITY + " bytes");
    if (facts.mapped == 0) {
      row("mapped", "nothing: an empty file can't be mapped");
      return;
    }
    row("mapped", facts.mapped + " bytes");
    row("mapped by", facts.isBySystem() ? "the system" : "the JDK");
    row("can", facts.can.stream().map(Enum::name).collect(Collectors.joining(" ")));
  }

  private void json(Path path, Facts facts) throws OutputException {
    JsonWriter json = new JsonWriter(out);
    json.open('{').path(path).name("size").value(facts.size);
    json.name("pageSize").value(Mmap.PAGESIZE);
    json.name("granularity").value(Mmap.ALLOCATIONGRANULARITY);
    json.name("mapped").value(facts.mapped);
    if (facts.mapped > 0) {
      json.name("mappedBy").string(facts.isBySystem() ? "system" : "jdk");
    }
    json.name("can").open('[');
    for (Capability capability : facts.can) {
      json.string(capability.name());
    }
    json.close(']').close('}').end();
  }

  private void row(String name, String value) throws OutputException {
    out.line("%-13s%s".formatted(name + ":", value));
  }
}
