package io.github.mmap4j.oracle;

import io.github.mmap4j.Mmap;

/**
 * Makes the operations {@code file} and {@code map}, and knows the last mapping. It asks for
 * unreadable memory only where mapping it fails, because touching such memory would kill CPython.
 */
final class RandomMaps {
  private static final int MOST_PAGES = 4;

  private static final String[] FLAGS = {
    "SHARED",
    "PRIVATE",
    "PRIVATE",
    "SHARED|POPULATE",
    "PRIVATE|POPULATE",
    "PRIVATE|STACK",
    "PRIVATE|NORESERVE",
    "SHARED|NORESERVE",
    "SHARED|DENYWRITE",
    "PRIVATE|EXECUTABLE",
    ""
  };
  private static final String[] ANONYMOUS_FLAGS = {
    "SHARED|ANONYMOUS", "PRIVATE|ANON", "PRIVATE|ANONYMOUS|POPULATE", "PRIVATE", "SHARED"
  };
  private static final String[] PROTECTIONS = {"R", "W", "R|W", "R|X", "W|X", "R|W|X"};
  private static final String[] UNREADABLE = {"", "X"};

  private final RandomArguments random;
  private final boolean takesTrackFd;

  private String source = "path";
  private boolean isPrivate;
  private long offset;

  /** Makes untracked mappings too if {@code takesTrackFd}. */
  RandomMaps(RandomArguments random, boolean takesTrackFd) {
    this.random = random;
    this.takesTrackFd = takesTrackFd;
  }

  /**
   * Returns whether the mapping is private and has no file, so {@code MADV_FREE} may discard it at
   * any time.
   */
  boolean isPrivateMemory() {
    return isPrivate && hasNoFile();
  }

  boolean isPrivate() {
    return isPrivate;
  }

  /** Returns whether the mapping is shared and has no file, so CPython can't grow it. */
  boolean isSharedMemory() {
    return !isPrivate && hasNoFile();
  }

  private boolean hasNoFile() {
    return source.equals("anon") || source.equals("zero");
  }

  /** Returns whether the mapping was made through a channel, so it takes no advice. */
  boolean isOfChannel() {
    return source.equals("channel");
  }

  long offset() {
    return offset;
  }

  // ---- file

  String file() {
    if (random.once(25)) {
      return "file ''";
    }
    String unit = "file " + PythonBytes.literal(random.newUnit());
    return switch (random.below(6)) {
      case 0, 1 -> unit;
      case 2, 3 -> unit + " " + (1 + random.below(300));
      case 4 -> unit + " " + random.besidePage();
      default -> unit + " " + newLength();
    };
  }

  /**
   * Returns a length for a file or for resized memory: up to a few pages, but at least one byte.
   */
  long newLength() {
    return switch (random.below(4)) {
      case 0 -> random.besidePage();
      case 1 -> 1 + random.below(MOST_PAGES * Mmap.PAGESIZE);
      default -> 1 + random.below(300);
    };
  }

  // ---- map

  String map(long fileSize) {
    source =
        random.oneOf(
            "path",
            "path",
            "path",
            "path",
            "fd:rw",
            "fd:rw",
            "fd:rw",
            "fd:r",
            "channel",
            "channel",
            "anon",
            "anon",
            "anon",
            random.oneOf("zero", "zero", "dir", "bad"));
    String access = access();
    isPrivate = access.equals("COPY");
    offset = offset(fileSize);
    long length = length(fileSize);
    return "map "
        + source
        + " "
        + access
        + " "
        + length
        + " "
        + offset
        + (isOfChannel() ? "" : options(access) + tracking());
  }

  private String access() {
    if (source.equals("fd:r") && !random.once(6)) {
      return random.oneOf("READ", "COPY");
    }
    return random.oneOf("DEFAULT", "DEFAULT", "DEFAULT", "WRITE", "WRITE", "COPY", "COPY", "READ");
  }

  private long offset(long fileSize) {
    if (source.equals("zero")) {
      return 0; // Linux makes /dev/zero's shared memory as if it began there: past it is a bus
      // error
    }
    long pages = fileSize / Mmap.PAGESIZE;
    return switch (random.below(20)) {
      case 0 -> random.oneOf(-1L, Long.MIN_VALUE, 1L, fileSize, fileSize + 1);
      case 1 -> hasNoFile() ? Mmap.PAGESIZE : (pages + 1) * Mmap.PAGESIZE;
      case 2, 3, 4, 5, 6, 7 -> random.upTo(pages) * Mmap.PAGESIZE;
      default -> 0;
    };
  }

  /**
   * Returns a length. A huge length is too long for any system to map, so no mapping takes long.
   */
  private long length(long fileSize) {
    long rest = Math.max(1, fileSize - offset);
    if (random.once(16)) {
      return random.once(2) ? random.wild() : Math.min(rest, 1L << 16) + random.oneOf(1, 2, 4096);
    }
    if (hasNoFile()) {
      return newLength();
    }
    return random.once(2) ? 0 : Math.min(rest, 1 + random.place(rest));
  }

  private String options(String access) {
    String options = "";
    if (!access.equals("DEFAULT")) {
      if (random.once(12)) {
        options = random.oneOf(" flags=" + random.oneOf(FLAGS), protection());
      }
      return random.once(20) ? " prot=" + random.oneOf(UNREADABLE) : options;
    }
    if (random.once(3)) {
      String flags = random.oneOf(source.equals("anon") ? ANONYMOUS_FLAGS : FLAGS);
      isPrivate = flags.startsWith("PRIVATE");
      options += " flags=" + flags;
    }
    return random.once(4) ? options + protection() : options;
  }

  /**
   * Leaves out a bad descriptor: CPython does not look at it before the system does, which may find
   * another mistake first.
   */
  private String tracking() {
    return takesTrackFd && !source.equals("bad") && random.once(10) ? " trackfd=no" : "";
  }

  private String protection() {
    return " prot=" + random.oneOf(PROTECTIONS);
  }

  /** Returns an operation for a mapping that both make. */
  String anonymous() {
    source = "anon";
    isPrivate = false;
    offset = 0;
    return "map anon DEFAULT " + newLength() + " 0";
  }

  /** Returns an operation for a mapping that CPython makes and {@link Mmap} refuses. */
  String listedDifference() {
    return random.oneOf(
        "map fd:rw DEFAULT 0 0 flags=SHARED|PRIVATE",
        "map path DEFAULT 0 0 flags=SHARED|ANONYMOUS");
  }
}
