package io.github.mmap4j.internal.os;

/**
 * What the system says of an open file.
 *
 * @param errno 0, or why there is no answer: what a call answers, negated
 * @param mode kind and permissions, as in POSIX
 * @param size bytes
 * @param block the best size to read at a time; on a hugetlbfs, the huge page size
 */
public record FileStatus(int errno, int mode, long size, long block) {
  private static final int TYPE = 0xF000;
  static final int REGULAR = 0x8000;

  FileStatus(int errno, int mode, long size) {
    this(errno, mode, size, 0);
  }

  static FileStatus unknown(int errno) {
    return new FileStatus(errno, 0, 0);
  }

  /** Whether the call answered and the file is a regular one, whose size bounds a mapping. */
  public boolean isRegular() {
    return errno == 0 && (mode & TYPE) == REGULAR;
  }

  /**
   * Whether it is no file that the system tells anything of, which is so of memory that has a name
   * on macOS and Windows: it has one length for all its life.
   */
  public boolean isMemory() {
    return (mode & TYPE) == 0;
  }
}
