package io.github.mmap4j.cli;

import io.github.mmap4j.Access;
import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "info", description = "Prints how FILE is mapped, for reading, on this machine.")
final class InfoCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;

  @Parameters(index = "0", paramLabel = "FILE", description = "A regular file.")
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
    Target target = Target.of(file);
    if (target.isEmpty()) {
      common(0);
      row("mapped", "nothing: an empty file can't be mapped");
      return 0;
    }
    try (Mmap m = target.map(Access.READ)) {
      Set<Capability> capabilities = m.capabilities();
      common(m.size());
      row("mapped", m.length() + " bytes");
      row("mapped by", capabilities.contains(Capability.ADVISE) ? "the system" : "the JDK");
      row("can", capabilities.stream().map(Enum::name).collect(Collectors.joining(" ")));
    }
    return 0;
  }

  private void common(long size) throws OutputException {
    row("file", file);
    row("size", size + " bytes");
    row("page size", Mmap.PAGESIZE + " bytes");
    row("granularity", Mmap.ALLOCATIONGRANULARITY + " bytes");
  }

  private void row(String name, String value) throws OutputException {
    out.line("%-13s%s".formatted(name + ":", value));
  }
}
