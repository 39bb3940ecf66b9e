package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The system calls that share memory between processes. As in {@link SystemCalls}, each returns the
 * system's result or the negative errno, and throws no exception of its own.
 */
public interface IpcCalls {
  /** Returns the effective user ID of this process. */
  int userId();

  /** Returns the status of the file at {@code path}; a symbolic link is not followed. */
  FileStatus status(byte[] path);

  /** Opens a file, close-on-exec; fails with ELOOP if it is a symbolic link. */
  int open(byte[] path, boolean forWriting);

  /**
   * Creates a file without a name in {@code folder}, accessible to this user only, and returns its
   * descriptor.
   */
  int unnamed(byte[] folder);

  /**
   * Gives an {@linkplain #unnamed unnamed} file its name; fails with EEXIST if the name is taken.
   */
  int link(int fd, byte[] path);

  /** Removes a file's name. */
  int unlink(byte[] path);

  /**
   * Locks a file until its descriptor is closed; fails with EAGAIN if another process holds the
   * lock. The lock is advisory.
   */
  int lock(int fd);

  /** Writes {@code bytes} to the start of a file. */
  int write(int fd, byte[] bytes);

  /** Reads from the start of a file into {@code bytes} and returns the number of bytes read. */
  int read(int fd, byte[] bytes);

  /**
   * Creates a sealable memory file, close-on-exec, and returns its descriptor; {@code name} is for
   * diagnosis.
   */
  int sealable(String name);

  /** Adds seals to a file. */
  int addSeals(int fd, int seals);

  /** Returns the bits of a file's seals. */
  int seals(int fd);

  /**
   * Waits while the first int of {@code word} is {@code value}, for at most {@code nanos}. Returns
   * 0 after a wake, or the negative of EAGAIN if the int differs, of ETIMEDOUT, or of EINTR.
   */
  int waitWhile(MemorySegment word, int value, long nanos);

  /**
   * Wakes at most {@code most} threads that wait for {@code word}, in all processes; returns their
   * number.
   */
  int wake(MemorySegment word, int most);
}
