package io.github.mmap4j.internal.os;

import java.util.List;

/**
 * Memory that has a name, by which processes of one user find it. Whoever made it owns it: the name
 * goes when the owner lets go of it or ends; where the owner was killed, the name is stale, and can
 * be told from one whose owner lives.
 */
public interface NamedMemory {
  /** As long as macOS lets a name be, less the slash that it begins with there. */
  int LONGEST_NAME = 30;

  /** Why {@code name} can't name memory on every system, as a sentence; or null if it can. */
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

  /** {@code length}, rounded up to pages. */
  static long wholePages(long length, int page) {
    return (length + page - 1) / page * page;
  }

  /** Makes memory of zeros; refused where the name is taken. */
  Named create(String name, long length);

  /** Opens memory that is there. */
  Named open(String name, boolean forWriting);

  /** Opens memory that is there and has that length, or else makes it. */
  Named createOrOpen(String name, long length);

  /** Takes the name away, whoever owns it; who has the memory keeps it. */
  Outcome unlink(String name);

  /** What was made here under a name, by this user, and is there. */
  Listing list();

  /** Takes a name away if its owner is gone, and did not mean to leave it. */
  Outcome unlinkStale(String name);

  /** Where other programs find it: a file's name; null where it is no file. */
  default String path(String name) {
    return null;
  }

  /**
   * Whether the memory is a file like others, whose length can be asked for and changed. Where not,
   * it has one length for all its life, and of whole pages: who {@linkplain #open opens} it has the
   * last page to its end.
   */
  default boolean areFiles() {
    return false;
  }

  /** Whether a file that is mapped can have a name too, by {@link #ofFile}. */
  default boolean namesFiles() {
    return false;
  }

  /**
   * Gives the first {@code end} bytes of an open file a name, or opens what has the name already.
   * What is opened is to be mapped instead of the file; its owner closes it.
   */
  default Named ofFile(String name, int fd, int protection, int flags, long end) {
    throw new UnsupportedOperationException("no file has a name besides its own");
  }

  /**
   * How a call ended: {@code errno} 0, or {@code why}, which may be null, says more. ENOSYS is what
   * the system has not.
   */
  record Outcome(String call, String arguments, int errno, String why) {
    static final Outcome DONE = new Outcome("", "", 0, null);
  }

  /**
   * Memory that has been opened, or {@code outcome} says why not.
   *
   * @param fd its descriptor
   * @param owner who takes the name away; null where it is another
   */
  record Named(Outcome outcome, int fd, long length, NameOwner owner) {
    static Named failed(String call, String arguments, int errno, String why) {
      return new Named(new Outcome(call, arguments, errno, why), -1, 0, null);
    }
  }

  enum State {
    OWNED,
    KEPT,
    STALE
  }

  /**
   * A name that was made here.
   *
   * @param owner the number of the process that made it
   */
  record Entry(String name, long length, long owner, State state) {}

  record Listing(Outcome outcome, List<Entry> entries) {}
}
