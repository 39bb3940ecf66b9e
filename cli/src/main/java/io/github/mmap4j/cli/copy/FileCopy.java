package io.github.mmap4j.cli.copy;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.NewFile;
import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Copies a file, either completely or not at all. */
public final class FileCopy {
  private final InputStream in;
  private final Failures failures;
  private final Progress progress;
  private final boolean replacing;
  private final boolean syncing;

  /**
   * With {@code replacing}, a copy may replace an existing file. With {@code syncing}, the copy is
   * on disk when {@link #run} returns.
   */
  public FileCopy(
      InputStream in, Failures failures, Progress progress, boolean replacing, boolean syncing) {
    this.in = in;
    this.failures = failures;
    this.progress = progress;
    this.replacing = replacing;
    this.syncing = syncing;
  }

  /** Copies a file and returns an exit status. */
  public int run(String from, String to) throws OutputException {
    return failures.guard(from, () -> open(from, to));
  }

  private int open(String from, String to) throws IOException, Refusal {
    try (ByteSource source = ByteSource.open(from, in)) {
      progress.start(List.of(from));
      Content content =
          source.mapped().isPresent()
              ? channel -> new SparseCopy(source.mapped().get(), channel).run(progress)
              : channel -> new BufferedCopy(source, channel).run(progress);
      long length = source.mapped().isPresent() ? source.length().getAsLong() : 0;
      return failures.guard(to, () -> copy(from, to, content, length));
    }
  }

  private interface Content {
    /** Writes the content and returns the number of bytes written. */
    long writeTo(FileChannel channel) throws IOException;
  }

  private int copy(String from, String to, Content content, long length)
      throws IOException, Refusal {
    Optional<Path> source = from.equals("-") ? Optional.empty() : Optional.of(RawPath.of(from));
    CopyDestination place = CopyDestination.of(to, source, replacing);
    try (NewFile file = NewFile.of(place.path(), place.attributes(source))) {
      long copied = content.writeTo(file.channel());
      if (copied < length) {
        return failures.failed(
            from,
            new Refusal("was truncated meanwhile, from %d to %d bytes".formatted(length, copied)));
      }
      place.keepRights(file.path());
      if (syncing) {
        file.channel().force(true);
      }
      file.put(place.taken());
      if (syncing) {
        place.syncName();
      }
      return 0;
    } catch (BufferedCopy.Unreadable e) {
      return failures.failed(from, e.getCause());
    } catch (MappingFaultException e) { // only the source is mapped
      return failures.failed(from, e);
    } catch (FileAlreadyExistsException _) { // created since the check
      throw CopyDestination.exists(to);
    }
  }
}
