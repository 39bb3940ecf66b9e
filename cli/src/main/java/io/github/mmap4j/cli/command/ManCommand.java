package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.man.ManPage;
import io.github.mmap4j.cli.terminal.Output;
import java.io.IOException;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "man",
    description =
        "Prints the manual page for man to format: mmap man | man -l - (or: mmap"
            + " man > ~/.local/share/man/man1/mmap.1)")
final class ManCommand implements Callable<Integer> {
  private final Output out;

  @Spec private CommandSpec spec;

  ManCommand(Output out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    out.line(ManPage.of(spec.root(), Version.number(), LocalDate.now()).strip());
    return 0;
  }
}
