package io.github.mmap4j.cli.command;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.cli.copy.CopyDestination;
import io.github.mmap4j.cli.copy.SparseCopy;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.NewFile;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "copy",
    description = {
      "Copies FROM to TO, which is a new file, or a folder that receives a file"
          + " of the same name. The copy is written under a temporary name and renamed"
          + " when complete: whatever happens, even Ctrl-C, TO is the whole copy or"
          + " what it was before. (Only kill -9 leaves the unfinished file, named"
          + " .*.tmp.)",
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
          "Replace an existing file. The new one gets its owner, group and"
              + " permissions; other hard links to the old file keep the old content.")
  private boolean force;

  @Option(names = "--sync", description = "Wait until the copy and its name are on disk.")
  private boolean sync;

  CopyCommand(Failures failures, Progress progress) {
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException {
    return failures.guard(from, this::open);
  }

  private int open() throws IOException, Refusal {
    RegularFile source = RegularFile.of(from);
    if (source.isEmpty()) {
      return failures.guard(to, () -> copy(source.path(), 0, _ -> 0));
    }
    try (MappedFile opened = source.open()) {
      progress.start(List.of(from));
      long length = opened.mmap().length();
      Content content = channel -> new SparseCopy(opened, channel).run(progress);
      return failures.guard(to, () -> copy(source.path(), length, content));
    }
  }

  private interface Content {
    /** Returns the number of bytes written. */
    long writeTo(FileChannel channel) throws IOException;
  }

  private int copy(Path source, long length, Content content) throws IOException, Refusal {
    CopyDestination place = CopyDestination.of(to, source, force);
    try (NewFile file = NewFile.of(place.path(), place.attributes(source))) {
      long copied = content.writeTo(file.channel());
      if (copied < length) {
        return failures.failed(
            from,
            new Refusal("was truncated meanwhile, from %d to %d bytes".formatted(length, copied)));
      }
      place.keepRights(file.path());
      if (sync) {
        file.channel().force(true);
      }
      file.put(place.taken());
      if (sync) {
        place.syncName();
      }
      return 0;
    } catch (MappingFaultException e) { // only the source is mapped
      return failures.failed(from, e);
    } catch (FileAlreadyExistsException _) { // created since it was checked
      throw CopyDestination.exists();
    }
  }
}
