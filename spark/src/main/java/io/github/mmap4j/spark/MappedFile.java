package io.github.mmap4j.spark;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mapped file that was found by its identity, even if it has been renamed. */
final class MappedFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MappedFile.class);

  /** The mark of an empty range. */
  static final String NO_BYTES = "00000000";

  /** The number of bytes by which a file that was written anew is recognised. */
  private static final int MARKED = 256;

  /**
   * A rename between the looks at the old and the new name hides a file, and an appender that
   * closes it may shorten it while it is opened; more of these are unlikely.
   */
  private static final int ATTEMPTS = 3;

  private final String path;
  private final LineFile file;

  /** The bytes, or null if there are none. */
  private final MappedText text;

  private MappedFile(String path, LineFile file, MappedText text) {
    this.path = path;
    this.file = file;
    this.text = text;
  }

  /**
   * Maps a file at its path or, if it has been renamed, at another in the same folder.
   *
   * @param opener opens a file to map
   * @param accepts whether the mapped file is the right one
   * @return the file, or null if there is none, or if it becomes shorter whenever it is opened
   * @throws IOException if the file can't be mapped
   */
  static MappedFile open(
      String path, FileIdentity identity, LineFile.Opener opener, Predicate<MappedFile> accepts)
      throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      MappedFile file = openAt(path, identity, opener, accepts);
      if (file != null) {
        return file;
      }
      SeenFile sibling = sibling(path, identity, opener, accepts);
      file = sibling == null ? null : openAt(sibling.path(), identity, opener, accepts);
      if (file != null) {
        return file;
      }
    }
    return null;
  }

  /** Finds a renamed file in the folder of its old path, or returns null. */
  private static SeenFile sibling(
      String path, FileIdentity identity, LineFile.Opener opener, Predicate<MappedFile> accepts)
      throws IOException {
    Path folder = Path.of(path).toAbsolutePath().getParent();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path each : files) {
        SeenFile file = SeenFile.sibling(each);
        if (file != null && file.identity().isSameInode(identity) && Files.isRegularFile(each)) {
          try (MappedFile found = openAt(file.path(), identity, opener, accepts)) {
            if (found != null) {
              return file;
            }
          }
        }
      }
      return null;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * Maps a file only at its path.
   *
   * @return the file, or null as {@link #open} does
   */
  static MappedFile openAt(
      String path, FileIdentity identity, LineFile.Opener opener, Predicate<MappedFile> accepts)
      throws IOException {
    MappedFile file = null;
    for (int attempt = 0; attempt < ATTEMPTS && file == null; attempt++) {
      if (!isAt(path, identity)) {
        return null;
      }
      try {
        file = openAt(path, opener);
      } catch (FileShortenedException e) {
        LOG.debug("{} became shorter while it was opened", path, e);
      } catch (IOException e) {
        if (isAt(path, identity)) {
          throw e;
        }
        return null; // renamed meanwhile
      }
    }
    if (file == null) {
      return null;
    }
    boolean isRight = false;
    try {
      isRight = isAt(path, identity) && accepts.test(file);
    } finally {
      if (!isRight) {
        file.close();
      }
    }
    return isRight ? file : null;
  }

  private static MappedFile openAt(String path, LineFile.Opener opener) throws IOException {
    LineFile file = opener.open(path);
    try {
      return new MappedFile(path, file, file.length() == 0 ? null : file.mapped());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static boolean isAt(String path, FileIdentity identity) throws IOException {
    SeenFile file = SeenFile.at(path, false);
    return file != null && file.identity().isSameInode(identity);
  }

  String path() {
    return path;
  }

  /** Returns the file, which is closed with this. */
  LineFile file() {
    return file;
  }

  /** Returns the mapped bytes, or null if the file was empty. */
  MappedText text() {
    return text;
  }

  long length() {
    return file.length();
  }

  /** Returns a checksum of up to 256 bytes before an offset, which is not above the length. */
  String mark(long offset) {
    if (offset == 0) {
      return NO_BYTES;
    }
    CRC32C sum = new CRC32C();
    sum.update(text.text().getSlice(Math.max(0, offset - MARKED), offset));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /** Returns whether the bytes before an offset have a mark. */
  boolean hasMark(long offset, String mark) {
    return offset <= length() && mark(offset).equals(mark);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
