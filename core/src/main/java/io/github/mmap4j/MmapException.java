package io.github.mmap4j;

import io.github.mmap4j.internal.os.Errno;
import java.io.IOException;

/**
 * A system call failed. The message names the call and its arguments, the errno, and what is known
 * of the cause.
 */
public final class MmapException extends IOException {
  private static final long serialVersionUID = 1;

  /** The call that failed. */
  private final String call;

  /** Its errno. */
  private final int errno;

  /**
   * For this library's packages.
   *
   * @param call the call that failed
   * @param arguments what it was given, for people
   * @param errno the error's number on this system
   * @param hint what is known of the cause, or null
   */
  public MmapException(String call, String arguments, int errno, String hint) {
    super(
        call
            + "("
            + arguments
            + "): "
            + Errno.name(errno)
            + " ("
            + Errno.text(errno)
            + ")"
            + (hint == null ? "" : "; " + hint));
    this.call = call;
    this.errno = errno;
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
