package io.github.mmap4j.spark;

import java.io.IOException;
import java.io.Serializable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file as the driver listed it. A task reads whatever file is at the path on its host, so that
 * the next attempt of a task whose file was truncated or replaced can succeed.
 *
 * @param length the length in bytes
 * @param identity the file's identity, or null if the file was gone at once or could not be looked
 *     at; the identity is only for a warning
 */
record ListedFile(long length, FileIdentity identity) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(ListedFile.class);

  /** Looks at a file that was listed. */
  static ListedFile of(FoundFile file) {
    return new ListedFile(file.length(), identity(file.path()));
  }

  /** Returns the identity of a file, or null if it can't be told. */
  private static FileIdentity identity(String path) {
    try {
      SeenFile seen = SeenFile.at(path, true);
      return seen == null ? null : seen.identity();
    } catch (IOException e) {
      LOG.debug("{} can't be compared with the file that was listed", path, e);
      return null;
    }
  }

  /**
   * Returns a warning for a file that a task has opened at the same path, or null if it may be the
   * same, and may have grown. Only different creation times prove that it is another file: some
   * network file systems have other inodes on each host.
   *
   * @param now the length that the task has found
   */
  String warning(String path, long now) {
    if (identity != null && isOther(identity(path))) {
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
    return seen != null
        && identity.certain()
        && seen.certain()
        && identity.created() != seen.created();
  }
}
