package io.github.mmap4j.oracle;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ReadOnlyBufferException;

/**
 * Maps Python's exceptions to Java's: one row for each kind of error, with the text that judge.py
 * prints and the class that {@link Mmap} has to throw.
 */
enum ErrorKind {
  ARGUMENT(IllegalArgumentException.class, "!ValueError argument", "!OverflowError"),
  STATE(IllegalStateException.class, "!ValueError closed", "!ValueError untracked"),
  UNDERFLOW(BufferUnderflowException.class, "!ValueError read past the end"),
  OVERFLOW(BufferOverflowException.class, "!ValueError write past the end"),
  INDEX(IndexOutOfBoundsException.class, "!IndexError"),
  READ_ONLY(ReadOnlyBufferException.class, "!TypeError read-only"),
  SYSTEM(MmapException.class, "!OSError");

  private final Class<? extends Exception> java;
  private final String[] python;

  ErrorKind(Class<? extends Exception> java, String... python) {
    this.java = java;
    this.python = python;
  }

  /** Returns CPython's answer in the words of {@link Mmap}'s answers. */
  static String translated(String answer) {
    for (ErrorKind kind : values()) {
      for (String text : kind.python) {
        if (answer.equals(text)) {
          return kind.answer();
        }
        if (kind == SYSTEM && answer.startsWith(text + " ")) {
          return kind.answer() + answer.substring(text.length());
        }
      }
    }
    return answer;
  }

  /** Returns the answer for an exception; one without a row is shown in full. */
  static String answer(Exception e) {
    for (ErrorKind kind : values()) {
      if (kind.isOf(e)) {
        return e instanceof MmapException system
            ? kind.answer() + " " + system.errnoName()
            : kind.answer();
      }
    }
    return "!" + e;
  }

  String answer() {
    return "!" + name();
  }

  /**
   * Returns whether the exception is of this kind. Subclasses count only if they are the library's,
   * such as those that give NIO's exceptions a message.
   */
  private boolean isOf(Exception e) {
    return e.getClass() == java
        || java.isInstance(e) && e.getClass().getName().startsWith(Mmap.class.getPackageName());
  }
}
