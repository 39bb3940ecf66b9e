package io.github.mmap4j.internal.os;

import java.util.List;

/**
 * Memory that the processes of one user find by its name. The memory's creator owns the name, which
 * is unlinked when the creator releases it or exits. If the creator is killed, the name becomes
 * stale, which {@link #list} reports on systems that can list names.
 */
public interface NamedMemory {
  /** The maximum length of a name: the limit on macOS minus the leading slash. */
  int LONGEST_NAME = 30;

  /**
   * Returns a sentence that explains why {@code name} is invalid, or null if every system accepts
   * it.
   */
  static String objection(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return "the name \"%s\" has %d characters, not 1 to %d"
          .formatted(name, name.length(), LONGEST_NAME);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~' || c == '/' || c == '\\') {
        return "character %d of the name, U+%04X, is not printable ASCII other than / and \\"
            .formatted(i, (int) c);
      }
    }
    return name.startsWith(".") ? "the name \"" + name + "\" begins with a full stop" : null;
  }

  /** Creates zeroed memory; fails if the name is taken. */
  Named create(String name, long length);

  Named open(String name, boolean forWriting);

  /**
   * Opens existing memory, which must have length {@code length}, or creates it. Never fails with
   * ENOENT.
   */
  Named createOrOpen(String name, long length);

  /**
   * Unlinks the name, even if another process owns it; memory that is already open stays usable.
   */
  Outcome unlink(String name);

  /** Lists the existing names that this user created with this library. */
  Listing list();

  /** Unlinks a name whose owner has exited without keeping it. */
  Outcome unlinkStale(String name);

  /** Returns the path by which other programs find the memory, or null if it is not a file. */
  default String path(String name) {
    return null;
  }

  /**
   * Returns whether the memory is a file, whose length can be read and changed. Memory that is not
   * a file has a fixed length, which an opener sees rounded up to whole pages.
   */
  default boolean areFiles() {
    return false;
  }

  /** Returns whether {@link #ofFile} can give a name to a mapped file. */
  default boolean namesFiles() {
    return false;
  }

  /**
   * Names the first {@code end} bytes of an open file, or opens the memory that already has the
   * name. The caller maps the result instead of the file. Releasing the result's owner closes the
   * result.
   */
  default Named ofFile(String name, int fd, int protection, int flags, long end) {
    throw new UnsupportedOperationException("no file has a name besides its own");
  }

  /**
   * The outcome of a call. {@code errno} is 0 after success and ENOSYS if the system lacks the
   * call; {@code why} explains a failure, or is null.
   */
  record Outcome(String call, String arguments, int errno, String why) {
    static final Outcome DONE = new Outcome("", "", 0, null);
  }

  /**
   * Opened memory, or an {@code outcome} that explains the failure.
   *
   * @param fd the memory's descriptor
   * @param owner unlinks the name; null if another process owns it
   */
  record Named(Outcome outcome, int fd, long length, NameOwner owner) {
    static Named failed(String call, String arguments, int errno, String why) {
      return new Named(new Outcome(call, arguments, errno, why), -1, 0, null);
    }
  }

  /** The state of a name: its owner is running, has kept the name, or was killed. */
  enum State {
    OWNED,
    KEPT,
    STALE
  }

  /**
   * A name created by this library.
   *
   * @param owner the ID of the process that created it
   */
  record Entry(String name, long length, long owner, State state) {}

  /** The listed names, or an {@code outcome} that explains the failure. */
  record Listing(Outcome outcome, List<Entry> entries) {}
}
