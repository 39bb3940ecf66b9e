package io.github.mmap4j.internal.os;

import java.util.List;

/**
 * Memory that processes of one user find by its name. Its creator owns it: the name is unlinked
 * when the owner releases it or ends. If the owner was killed, the name is stale, which can be
 * found out.
 */
public interface NamedMemory {
  /** The limit of macOS, less the slash that a name begins with there. */
  int LONGEST_NAME = 30;

  /** Returns why {@code name} can't name memory on every system, as a sentence; or null. */
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

  /** Returns {@code length} rounded up to pages. */
  static long wholePages(long length, int page) {
    return (length + page - 1) / page * page;
  }

  /** Creates memory of zeros; refuses a name that is taken. */
  Named create(String name, long length);

  /** Opens existing memory. */
  Named open(String name, boolean forWriting);

  /** Opens existing memory of that length, or creates it. */
  Named createOrOpen(String name, long length);

  /** Unlinks the name, even another's; open memory stays. */
  Outcome unlink(String name);

  /** Lists this user's names created by this library that still exist. */
  Listing list();

  /** Unlinks a name whose owner has ended without keeping it. */
  Outcome unlinkStale(String name);

  /** Returns the file by which other programs find the memory; null if it is no file. */
  default String path(String name) {
    return null;
  }

  /**
   * Returns whether the memory is a file, whose length can be read and changed. Otherwise its
   * length is fixed, and an opener sees the length rounded up to whole pages.
   */
  default boolean areFiles() {
    return false;
  }

  /** Returns whether a mapped file can have a name too, by {@link #ofFile}. */
  default boolean namesFiles() {
    return false;
  }

  /**
   * Gives the first {@code end} bytes of an open file a name, or opens the memory that already has
   * the name. The caller maps the result instead of the file; its owner closes it.
   */
  default Named ofFile(String name, int fd, int protection, int flags, long end) {
    throw new UnsupportedOperationException("no file has a name besides its own");
  }

  /**
   * The end of a call: {@code errno} is 0 after success and ENOSYS if the system lacks the call.
   * {@code why} explains a failure, or is null.
   */
  record Outcome(String call, String arguments, int errno, String why) {
    static final Outcome DONE = new Outcome("", "", 0, null);
  }

  /**
   * Opened memory, or an {@code outcome} that explains the failure.
   *
   * @param fd its descriptor
   * @param owner unlinks the name; null if another process owns it
   */
  record Named(Outcome outcome, int fd, long length, NameOwner owner) {
    static Named failed(String call, String arguments, int errno, String why) {
      return new Named(new Outcome(call, arguments, errno, why), -1, 0, null);
    }
  }

  /** Whether the owner lives, has kept the name, or was killed. */
  enum State {
    OWNED,
    KEPT,
    STALE
  }

  /**
   * A name created by this library.
   *
   * @param owner the number of the process that created it
   */
  record Entry(String name, long length, long owner, State state) {}

  /** The names, or an {@code outcome} that explains the failure. */
  record Listing(Outcome outcome, List<Entry> entries) {}
}
