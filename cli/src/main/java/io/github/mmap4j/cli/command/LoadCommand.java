package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileTree;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.memory.PageLoader;
import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.residency.PageFraction;
import io.github.mmap4j.cli.residency.ResidencyChange;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "load",
    description = {
      "Loads each FILE into memory, waits until it is loaded, and prints how much of it"
          + " is in memory and how much was before.",
      "The system may reclaim the memory at any time; see lock. A file that is"
          + " not fully in memory at the end counts as failed."
    })
final class LoadCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description =
          "Regular files; for a folder, all files in and below it, without following"
              + " symbolic links.")
  private List<String> files;

  @Option(names = "--json", description = ResidencyChange.HELP)
  private boolean json;

  LoadCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException {
    FileTree tree = FileTree.of(files, failures);
    progress.start(tree.files().stream().map(RawPath::name).toList());
    int status = tree.status();
    for (Path file : tree.files()) {
      String name = RawPath.name(file);
      status = Math.max(status, failures.guard(name, () -> load(file)));
      progress.fileDone(name);
    }
    return status;
  }

  private int load(Path file) throws IOException, Refusal {
    RegularFile target = RegularFile.of(file);
    if (target.isEmpty()) {
      ResidencyChange.printEmpty(out, json, file);
      return 0;
    }
    try (Mmap m = target.map(Access.READ)) {
      ResidencyChange change = ResidencyChange.of(file, m);
      PageLoader.load(m, progress);
      Optional<PageFraction> after = change.now();
      change.print(out, json, after);
      if (after.isPresent() && !after.get().isAll()) {
        throw new Refusal(
            "not all of it is in memory: there is too little memory, or others need it too");
      }
    }
    return 0;
  }
}
