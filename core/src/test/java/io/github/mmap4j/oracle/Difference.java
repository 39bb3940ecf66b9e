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

  /** Python's own documentation says that a closed mapping refuses all methods but close. */
  SEEKABLE_WHEN_CLOSED("`seekable` of a closed mapping") {
    @Override
    boolean admits(String operation, String python, String ours) {
      return operation.equals("seekable")
          && python.equals("true")
          && ours.equals(ErrorKind.STATE.answer());
    }
  },

  /**
   * Python names memory only in its development mode, and otherwise accepts a call even if the
   * mapping is closed; its limit counts a prefix. Here, the kernel must be able to name memory.
   */
  SET_NAME("`setName`") {
    @Override
    boolean admits(String operation, String python, String ours) {
      boolean isFile = ours.startsWith("!" + UnsupportedOperationException.class.getName());
      boolean isClosed = ours.equals(ErrorKind.STATE.answer());
      boolean isUnnamed = ours.equals(ErrorKind.SYSTEM.answer() + " EINVAL");
      return operation.startsWith("setname ")
          && (python.equals("-") && (isUnnamed || isClosed)
              || python.equals("!ValueError argument")
                  && (isFile
                      || isClosed
                      || operation.length() > LONGEST_SETNAME && (ours.equals("-") || isUnnamed)));
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

  /** The length of {@code setname} with the longest name that Python accepts. */
  private static final int LONGEST_SETNAME = "setname ".length() + 66;

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

  /**
   * Returns whether our answer equals that of CPython 3.{@code minor}, except for a listed
   * difference from CPython or between its versions.
   */
  static boolean agree(int minor, String operation, String python, String ours) {
    return ErrorKind.translated(python).equals(ours)
        || Arrays.stream(values()).anyMatch(d -> d.admits(operation, python, ours))
        || VersionDifference.ALL.stream().anyMatch(d -> d.admits(minor, operation, python, ours));
  }
}
