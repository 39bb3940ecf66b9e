package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.copy.FileCopy;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "copy",
    description = {
      "Copies FROM to TO, which is a new file, or a folder that receives a file of the"
          + " same name. The copy is written under a temporary name and renamed when complete."
          + " Whatever happens, even Ctrl-C, TO is either the whole copy or unchanged. (Only"
          + " kill -9 leaves an unfinished file behind, named .*.tmp.)",
      "The copy has the permissions of FROM, as with cp. Pages of zeros become"
          + " holes, as with cp --sparse=always, and the holes of FROM stay holes."
    })
final class CopyCommand implements Callable<Integer> {
  private final Failures failures;
  private final Progress progress;

  @Parameters(index = "0", paramLabel = "FROM", description = "A regular file.")
  private String from;

  @Parameters(index = "1", paramLabel = "TO", description = "A file, or a folder.")
  private String to;

  @Option(
      names = {"-f", "--force"},
      description =
          "Replace an existing file. The new file gets the old one's owner, group and"
              + " permissions; other hard links to the old file keep its content.")
  private boolean force;

  @Option(names = "--sync", description = "Wait until the copy and its name are on disk.")
  private boolean sync;

  CopyCommand(Failures failures, Progress progress) {
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException {
    return new FileCopy(failures, progress, force, sync).run(from, to);
  }
}
