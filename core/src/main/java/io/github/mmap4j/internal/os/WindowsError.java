package io.github.mmap4j.internal.os;

import java.util.HashMap;
import java.util.Map;

/**
 * The errors that {@link WindowsSystemCalls} returns. The lower {@link Errno#BITS} bits hold the
 * errno, which is the same as CPython's {@code OSError.errno}; the higher bits hold the Windows
 * error code.
 */
final class WindowsError {
  /** The error assumed for a function that failed without setting one. */
  static final int ERROR_GEN_FAILURE = 31;

  /** The largest code that fits into an error; the codes that Windows defines are smaller. */
  private static final int LARGEST = (1 << Integer.SIZE - 1 - Errno.BITS) - 1;

  static final int ERROR_INVALID_HANDLE = 6;
  static final int ERROR_NOT_LOCKED = 158;
  static final int ERROR_ALREADY_EXISTS = 183;

  /**
   * The part of the mapping in CPython's PC/errmap.h that concerns files and memory; all other
   * codes map to EINVAL.
   */
  private static final String ERRNOS =
      """
      ENOENT 2 3 15 18 53 67 161 206
      EMFILE 4
      EACCES 5 16 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 65 82 83 108 132 158 167
      EBADF 6 114 130
      ENOMEM 7 8 9 1816
      ENOEXEC 11 188 189 190 191 192 193 194 195 196 197 198 199 200 201 202
      EXDEV 17
      EEXIST 80 183
      EAGAIN 89 164 215
      EPIPE 109 232
      ENOSPC 112
      ENOTEMPTY 145
      ENOTDIR 267
      """;

  /** The names from winerror.h, some with a likely cause. */
  private static final String NAMES =
      """
      2 ERROR_FILE_NOT_FOUND
      3 ERROR_PATH_NOT_FOUND
      4 ERROR_TOO_MANY_OPEN_FILES
      5 ERROR_ACCESS_DENIED it is a directory, or may not be opened or mapped for this
      6 ERROR_INVALID_HANDLE
      8 ERROR_NOT_ENOUGH_MEMORY the file is shorter, or memory has run out
      19 ERROR_WRITE_PROTECT
      31 ERROR_GEN_FAILURE
      32 ERROR_SHARING_VIOLATION somebody has opened it and does not share it
      33 ERROR_LOCK_VIOLATION somebody has locked a part of it
      87 ERROR_INVALID_PARAMETER
      112 ERROR_DISK_FULL
      158 ERROR_NOT_LOCKED
      183 ERROR_ALREADY_EXISTS
      193 ERROR_BAD_EXE_FORMAT
      206 ERROR_FILENAME_EXCED_RANGE
      487 ERROR_INVALID_ADDRESS
      998 ERROR_NOACCESS
      1006 ERROR_FILE_INVALID the file is empty, or was changed from outside
      1132 ERROR_MAPPED_ALIGNMENT the offset is not a multiple of ALLOCATIONGRANULARITY
      1224 ERROR_USER_MAPPED_FILE another mapping of the file is open, here or in another process
      1450 ERROR_NO_SYSTEM_RESOURCES
      1453 ERROR_WORKING_SET_QUOTA more can be locked after SetProcessWorkingSetSize
      1455 ERROR_COMMITMENT_LIMIT the paging file is too small
      """;

  private static final Map<Integer, Integer> ERRNO_OF = new HashMap<>();
  private static final Map<Integer, String> NAME_OF = new HashMap<>();

  static {
    for (String line : ERRNOS.lines().toList()) {
      String[] fields = line.split(" ");
      int errno = Errno.number(Platform.WINDOWS, fields[0]);
      for (int i = 1; i < fields.length; i++) {
        ERRNO_OF.put(Integer.valueOf(fields[i]), errno);
      }
    }
    for (String line : NAMES.lines().toList()) {
      String[] fields = line.split(" ", 3);
      String cause = fields.length == 3 ? ": " + fields[2] : "";
      NAME_OF.put(Integer.valueOf(fields[0]), fields[1] + cause);
    }
  }

  private WindowsError() {}

  /** Returns the error for a code from {@code GetLastError}. */
  static int of(int windows) {
    int number = Math.min(windows, LARGEST);
    return number << Errno.BITS | ERRNO_OF.getOrDefault(number, Errno.EINVAL);
  }

  /** Returns the Windows error code, or 0 if the error has none. */
  static int number(int error) {
    return error >>> Errno.BITS;
  }

  /**
   * Returns the Windows error code with its name and likely cause if known, or null if the error
   * has no code.
   */
  static String describe(int error) {
    int number = number(error);
    if (number == 0) {
      return null;
    }
    String name = NAME_OF.get(number);
    return "Windows error " + number + (name == null ? "" : ", " + name);
  }
}
