package io.github.mmap4j;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FailedCall;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Thrown when a system call fails. The message gives the call, its arguments, the errno, and what
 * is known about the cause.
 *
 * <p>Catch it only where one errno needs an answer of its own; otherwise, treat it like any {@link
 * IOException}.
 *
 * {@snippet :
 * try {
 *   m.lock();
 * } catch (MmapException e) {
 *   if (!e.errnoName().equals("ENOMEM")) { // over the limit that ulimit -l shows
 *     throw e;
 *   }
 * }
 * }
 */
public final class MmapException extends IOException {
  private static final long serialVersionUID = 1;

  static {
    FailedCall.exceptionsBy(MmapException::new);
  }

  /** The call that failed. */
  private final String call;

  /** The errno of the failed call. */
  private final int errno;

  /**
   * Creates an exception; other packages of this library use {@link FailedCall} instead.
   *
   * @param call the call that failed
   * @param arguments the arguments of the call, as readable text
   * @param errno the error's number on this system
   * @param hint what is known about the cause, or null
   */
  MmapException(String call, String arguments, int errno, String hint) {
    super(
        "%s(%s): %s (%s)%s"
            .formatted(
                call,
                arguments,
                Errno.name(errno),
                Errno.text(errno),
                hint == null ? "" : "; " + hint));
    this.call = call;
    this.errno = errno;
  }

  MmapException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  /**
   * Returns the exception of {@link java.nio.file} for a missing file or denied access, with this
   * exception as its cause. For any other errno, returns this exception.
   */
  IOException whileOpening(String file) {
    FileSystemException known =
        switch (errno) {
          case Errno.ENOENT -> new NoSuchFileException(file, null, getMessage());
          case Errno.EACCES -> new AccessDeniedException(file, null, getMessage());
          default -> null;
        };
    if (known == null) {
      return this;
    }
    known.initCause(this);
    return known;
  }

  /** {@return the name of the call that failed, such as {@code mmap}} */
  public String call() {
    return call;
  }

  /** {@return the error's number on this system} */
  public int errno() {
    return errno;
  }

  /** {@return the error's name, such as {@code EACCES}} */
  public String errnoName() {
    return Errno.name(errno);
  }
}
