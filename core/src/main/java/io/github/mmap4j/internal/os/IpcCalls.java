package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The system calls that take memory from one process to another. As with {@link SystemCalls}, each
 * returns the system's result, or the negative errno, and throws nothing of its own.
 */
public interface IpcCalls {
  /** The user whose rights this process has. */
  int userId();

  /** Returns the status of the file of that name; a symbolic link is not followed. */
  FileStatus status(byte[] path);

  /** Opens a file, close-on-exec; a symbolic link is refused (ELOOP). */
  int open(byte[] path, boolean forWriting);

  /** A new file in {@code folder} without a name yet, for its user alone. */
  int unnamed(byte[] folder);

  /** Gives an {@linkplain #unnamed unnamed} file its name, if that is free (EEXIST). */
  int link(int fd, byte[] path);

  int unlink(byte[] path);

  /**
   * Locks a file for as long as its descriptor is open, or refuses (EAGAIN) where another holds it.
   * The lock is only among those who ask for it.
   */
  int lock(int fd);

  /** Puts {@code bytes} at a file's begin. */
  int write(int fd, byte[] bytes);

  /** How many bytes from a file's begin on were put into {@code bytes}. */
  int read(int fd, byte[] bytes);

  /** A new file without a name, in memory, close-on-exec, that can be sealed. */
  int sealable(String name);

  int addSeals(int fd, int seals);

  /** The bits of a file's seals. */
  int seals(int fd);

  /**
   * Waits while the int that {@code word} begins with is {@code value}: 0 after a wake, or the
   * negative EAGAIN if it is another, ETIMEDOUT, EINTR.
   */
  int waitWhile(MemorySegment word, int value, long nanos);

  /** Wakes up to {@code most} that wait for {@code word}, in all processes; how many. */
  int wake(MemorySegment word, int most);
}
