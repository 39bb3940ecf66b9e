package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The system calls that take memory from one process to another. As with {@link SystemCalls}, each
 * returns the system's result or the negative errno, and throws nothing of its own.
 */
public interface IpcCalls {
  /** Returns the number of the user whose rights this process has. */
  int userId();

  /** Returns the status of the file of that name; a symbolic link is not followed. */
  FileStatus status(byte[] path);

  /** Opens a file, close-on-exec; refuses a symbolic link (ELOOP). */
  int open(byte[] path, boolean forWriting);

  /** Makes a file in {@code folder} without a name yet, for its user alone. */
  int unnamed(byte[] folder);

  /** Gives an {@linkplain #unnamed unnamed} file its name, if that is free (EEXIST). */
  int link(int fd, byte[] path);

  /** Removes a file's name. */
  int unlink(byte[] path);

  /**
   * Locks a file until its descriptor is closed, or refuses (EAGAIN) if another holds the lock. The
   * lock binds only processes that ask for it.
   */
  int lock(int fd);

  /** Writes {@code bytes} to the start of a file. */
  int write(int fd, byte[] bytes);

  /** Reads from the start of a file into {@code bytes} and returns the count. */
  int read(int fd, byte[] bytes);

  /** Makes a file without a name, in memory, close-on-exec, that can be sealed. */
  int sealable(String name);

  /** Adds seals to a file. */
  int addSeals(int fd, int seals);

  /** Returns the bits of a file's seals. */
  int seals(int fd);

  /**
   * Waits while the first int of {@code word} is {@code value}. Returns 0 after a wake, or the
   * negative EAGAIN if the int differs, ETIMEDOUT or EINTR.
   */
  int waitWhile(MemorySegment word, int value, long nanos);

  /** Wakes up to {@code most} waiters for {@code word}, in all processes; returns how many. */
  int wake(MemorySegment word, int most);
}
