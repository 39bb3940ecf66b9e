package io.github.mmap4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A file as the driver listed it. A task reads whatever file is at the path on its host, so that
 * the next attempt of a task whose file was truncated or replaced can succeed.
 *
 * @param length the length in bytes
 * @param identity the file's identity, or null if the file was gone at once
 */
record ListedFile(long length, FileIdentity identity) implements Serializable {
  /** Looks at a file that was listed. */
  static ListedFile of(FoundFile file) {
    try {
      SeenFile seen = SeenFile.at(file.path(), true);
      return new ListedFile(file.length(), seen == null ? null : seen.identity());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a warning for a file that a task has opened at the same path, or null if it may be the
   * same, and may have grown. Only creation times prove that an inode is another file's: some
   * network file systems have other inodes on each host.
   *
   * @param now the length that the task has found
   */
  String warning(String path, long now) throws IOException {
    SeenFile seen = SeenFile.at(path, true);
    if (seen != null && isOther(seen.identity())) {
      return path
          + " on "
          + LineFile.host()
          + " is another file than the driver listed; rows are read from it. Every executor must"
          + " see the same files as the driver; if this one was replaced meanwhile, run the query"
          + " again";
    }
    if (now < length) {
      return path
          + " on "
          + LineFile.host()
          + " is shorter than when the driver listed it"
          + LineFile.lengths(length, now)
          + "; it was truncated meanwhile, or is another file. Rows are read from what is left";
    }
    return null;
  }

  private boolean isOther(FileIdentity seen) {
    return identity != null && identity.certain() && seen.certain() && !identity.isSameInode(seen);
  }
}
