package io.github.mmap4j.internal.os;

/**
 * The system's error numbers: what code compares with, and names for messages. Up to 34 all systems
 * agree but for 11; the others are asked of {@link ErrnoTable}.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int EBADF = 9;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EFAULT = 14;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ETXTBSY = onThisSystem(26, 26, 26, 26, 139);
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int EAGAIN = onThisSystem(11, 35, 35, 35, 11);
  public static final int ENOSYS = onThisSystem(38, 78, 78, 78, 40);
  public static final int EOVERFLOW = onThisSystem(75, 84, 84, 87, 132);
  public static final int EOPNOTSUPP = onThisSystem(95, 102, 45, 45, 130);
  public static final int ETIMEDOUT = onThisSystem(110, 60, 60, 60, 138);

  /** Bits of an error that hold its errno; Windows has its own number in those above. */
  static final int BITS = 12;

  private Errno() {}

  /**
   * A constant of the same order as {@link PlatformConstant#of}; Linux's where the system is
   * unknown.
   */
  private static int onThisSystem(int linux, int macos, int freebsd, int openbsd, int windows) {
    return switch (Platform.current()) {
      case LINUX, OTHER -> linux;
      case MACOS -> macos;
      case FREEBSD -> freebsd;
      case OPENBSD -> openbsd;
      case WINDOWS -> windows;
    };
  }

  /**
   * Whether a call of {@link SystemCalls} answered an error: a negative number that fits an {@code
   * int}. An address never does, wherever in its space memory lies.
   */
  public static boolean isError(long result) {
    return result < 0 && result == (int) result;
  }

  /**
   * The errno of an error, which is what a call of {@link SystemCalls} answered, negated: the errno
   * itself, or a {@link WindowsError} that carries it.
   */
  public static int of(int error) {
    return error & (1 << BITS) - 1;
  }

  /** The name, such as {@code EACCES}; {@code errno 999} for a number without one. */
  public static String name(int errno) {
    return name(known(Platform.current()), errno);
  }

  /** As {@link #name(int)}, on {@code platform}. */
  public static String name(Platform platform, int errno) {
    ErrnoTable.Row row = ErrnoTable.find(platform, errno);
    return row == null ? "errno " + errno : row.name();
  }

  /** What it means in a few words, such as {@code permission denied}. */
  public static String text(int errno) {
    return text(known(Platform.current()), errno);
  }

  /** As {@link #text(int)}, on {@code platform}. */
  public static String text(Platform platform, int errno) {
    ErrnoTable.Row row = ErrnoTable.find(platform, errno);
    return row == null ? "unknown error" : row.text();
  }

  private static Platform known(Platform platform) {
    return platform == Platform.OTHER ? Platform.LINUX : platform;
  }
}
