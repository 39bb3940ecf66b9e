package io.github.mmap4j.oracle;

import io.github.mmap4j.Mmap;
import java.util.Arrays;

/**
 * Lists where {@link Mmap} answers differently from CPython on purpose. The golden answers and the
 * comparison allow no other differences. Each difference has a row in the README.
 */
enum Difference {
  /**
   * Python answers that 256 is in no mapping; here such a value is refused, as it is nearly always
   * a mistake.
   */
  CONTAINS_NO_BYTE("`contains` of a value that is not a byte") {
    @Override
    boolean admits(String operation, String python, String ours) {
      return operation.startsWith("contains ")
          && python.equals("false")
          && ours.equals(ErrorKind.ARGUMENT.answer());
    }
  },

  /** Python refuses a length that is past the end by so much that start and length overflow. */
  MADVISE_LENGTH("`madvise` length far past the end") {
    @Override
    boolean admits(String operation, String python, String ours) {
      return operation.startsWith("madvise ")
          && python.equals("!OverflowError")
          && (ours.equals("-") || ours.equals(ErrorKind.SYSTEM.answer() + " EINVAL"));
    }
  },

  /** The kernel takes both together for a third flag, MAP_SHARED_VALIDATE. */
  SHARED_AND_PRIVATE("`SHARED` together with `PRIVATE`") {
    @Override
    boolean admits(String operation, String python, String ours) {
      return operation.endsWith(" flags=SHARED|PRIVATE")
          && python.equals("-")
          && ours.equals(ErrorKind.ARGUMENT.answer());
    }
  },

  /** Python ignores the file silently. */
  ANONYMOUS_WITH_A_FILE("`ANONYMOUS` together with a file") {
    @Override
    boolean admits(String operation, String python, String ours) {
      return operation.endsWith(" flags=SHARED|ANONYMOUS")
          && python.equals("-")
          && ours.equals(ErrorKind.ARGUMENT.answer());
    }
  };

  private final String phrase;

  Difference(String phrase) {
    this.phrase = phrase;
  }

  /** Returns the beginning of the row in the README's table. */
  String phrase() {
    return phrase;
  }

  /** Returns whether this explains why CPython's answer differs from ours. */
  abstract boolean admits(String operation, String python, String ours);

  /** Returns whether our answer equals CPython's, except for a listed difference. */
  static boolean agree(String operation, String python, String ours) {
    return ErrorKind.translated(python).equals(ours)
        || Arrays.stream(values()).anyMatch(d -> d.admits(operation, python, ours));
  }
}
