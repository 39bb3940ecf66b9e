package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileTree;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.memory.AvailableMemory;
import io.github.mmap4j.cli.memory.LoadingWatch;
import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.residency.FileResidency;
import io.github.mmap4j.cli.residency.ResidencyChange;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lock",
    description = {
      "Loads each FILE and keeps it in memory until the command ends, for example by"
          + " Ctrl-C. Prints how much of it is in memory and how much was before.",
      "If a file cannot be locked, the command fails and keeps none locked."
          + " RLIMIT_MEMLOCK (ulimit -l) limits how much may be locked."
    })
final class LockCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Regular files, or folders with such files.")
  private List<String> files;

  @Option(
      names = "--json",
      description =
          ResidencyChange.HELP
              + " Once all files are locked, a last line has \"locked\" with \"files\" and"
              + " \"bytes\".")
  private boolean json;

  LockCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException {
    List<Mmap> locked = new ArrayList<>();
    try {
      FileTree tree = FileTree.of(files, failures);
      progress.start(tree.files().stream().map(RawPath::name).toList());
      int status = tree.status();
      for (Path file : tree.files()) {
        String name = RawPath.name(file);
        status = status == 0 ? failures.guard(name, () -> lock(file, locked)) : status;
        progress.fileDone(name);
      }
      if (status != 0) {
        return status;
      }
      long bytes = locked.stream().mapToLong(Mmap::length).sum();
      if (json) {
        JsonWriter last = new JsonWriter(out);
        last.open('{').name("locked").open('{').name("files").value(locked.size());
        last.name("bytes").value(bytes).close('}').close('}').end();
      } else {
        out.line("locked " + Units.about(bytes) + "; Ctrl-C lets go");
      }
      out.flush();
      while (true) {
        LockSupport.park(this);
      }
    } finally {
      locked.forEach(Mmap::close);
    }
  }

  private int lock(Path file, List<Mmap> locked) throws IOException, Refusal {
    RegularFile target = RegularFile.of(file);
    if (target.isEmpty() && files.contains(RawPath.name(file))) {
      throw new Refusal("is empty; there is no memory to lock");
    }
    if (target.isEmpty()) {
      return 0; // a file in a folder
    }
    // Keeps no descriptor, so that more files can be locked than may be open.
    Mmap m = Mmap.builder().path(file).access(Access.READ).trackFd(false).map();
    locked.add(m);
    AvailableMemory.require(m.length());
    ResidencyChange change = ResidencyChange.of(target.path(), m);
    try (var _ = LoadingWatch.start(m, progress, FileResidency.isReported(target.path()))) {
      m.lock();
    }
    change.print(out, json, change.now());
    return 0;
  }
}
