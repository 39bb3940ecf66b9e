package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileTree;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.memory.PageEvictor;
import io.github.mmap4j.cli.memory.PageKeeper;
import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.residency.FileResidency;
import io.github.mmap4j.cli.residency.PageFraction;
import io.github.mmap4j.cli.residency.ResidencyChange;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "evict",
    description = {
      "Writes each FILE to disk, evicts it from memory, and prints how much of it is"
          + " still in memory and how much was before. Nothing is lost; the next reader waits"
          + " for the disk.",
      "Pages that other processes have mapped or locked stay in memory, as do files that"
          + " exist only there, such as those in /dev/shm. The command retries for a second; a"
          + " file that then still has pages in memory counts as failed."
    })
final class EvictCommand implements Callable<Integer> {
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

  EvictCommand(Output out, Failures failures, Progress progress) {
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
      status = Math.max(status, failures.guard(name, () -> evict(RegularFile.of(file))));
      progress.fileDone(name);
    }
    return status;
  }

  private int evict(RegularFile target) throws IOException, Refusal {
    Path file = target.path();
    if (target.isEmpty()) {
      ResidencyChange.printEmpty(out, json, file);
      return 0;
    }
    FileResidency.requireReported(file);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.force(true); // dirty pages cannot be evicted
    }
    try (Mmap m = target.map(Access.READ)) {
      ResidencyChange change = ResidencyChange.of(file, m);
      PageFraction after = PageEvictor.evict(m);
      change.print(out, json, Optional.of(after));
      if (after.residentPages() > 0) {
        throw new Refusal(
            "%d pages are still in memory: %s"
                .formatted(after.residentPages(), PageKeeper.reason(file, m)));
      }
    }
    return 0;
  }
}
