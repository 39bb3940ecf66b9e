package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.copy.FileCopy;
import io.github.mmap4j.cli.copy.StreamCopy;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.InputStream;
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
          + " kill -9 leaves an unfinished file behind, named .*.tmp.) Standard output receives the"
          + " bytes at once.",
      "The copy has the permissions of FROM, as with cp. Pages of zeros become"
          + " holes, as with cp --sparse=always, and the holes of FROM stay holes."
    })
final class CopyCommand implements Callable<Integer> {
  private final InputStream in;
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "A file, also a pipe or a device; - is standard input.")
  private String from;

  @Parameters(
      index = "1",
      paramLabel = "TO",
      description = "A file, or a folder; - is standard output.")
  private String to;

  @Option(
      names = {"-f", "--force"},
      description =
          "Replace an existing file. The new file gets the old one's owner, group and"
              + " permissions; other hard links to the old file keep its content.")
  private boolean force;

  @Option(names = "--sync", description = "Wait until the copy and its name are on disk.")
  private boolean sync;

  CopyCommand(InputStream in, Output out, Failures failures, Progress progress) {
    this.in = in;
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    if (to.equals("-")) {
      if (force || sync) {
        throw new Refusal("--force and --sync are about files, not standard output");
      }
      return new StreamCopy(in, out, failures, progress).run(from);
    }
    return new FileCopy(in, failures, progress, force, sync).run(from, to);
  }
}
