package io.github.mmap4j;

/**
 * A constant of Python or C, with its number on each system.
 *
 * {@snippet :
 * if (Advice.COLD.isSupported()) { // this system has the number; an old kernel may still refuse it
 *   m.madvise(Advice.COLD);
 * }
 * }
 */
public sealed interface SystemConstant permits Access, Advice, MapFlag, Protection, Sync, Whence {
  /** {@return whether this system has the constant} */
  default boolean isSupported() {
    return SystemNumbers.row(this).isSupported();
  }

  /**
   * {@return the number that this system gives the constant}
   *
   * @throws UnsupportedOperationException if this system lacks the constant; the message names it
   */
  default int value() {
    return SystemNumbers.row(this).value();
  }

  /** {@return the name that Python and C give the constant, such as {@code MADV_WILLNEED}} */
  default String pythonName() {
    return SystemNumbers.row(this).name();
  }
}
