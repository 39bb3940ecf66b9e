package io.github.mmap4j.internal.os;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The system's error numbers, as constants for comparisons, and their names for messages. The
 * numbers up to 34 are the same on all systems, except 11 and, on Windows, 15 and 26.
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
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EAGAIN = onThisSystem(11, 35, 35, 35, 11);
  public static final int ENOSYS = onThisSystem(38, 78, 78, 78, 40);
  public static final int EOPNOTSUPP = onThisSystem(95, 102, 45, 45, 130);
  public static final int ETIMEDOUT = onThisSystem(110, 60, 60, 60, 138);

  /**
   * The number of low bits of an error that hold its errno; the higher bits hold the Windows error
   * code.
   */
  static final int BITS = 12;

  private Errno() {}

  /** Returns this system's number, or Linux's if the system is unknown. */
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
   * Returns whether a call of {@link SystemCalls} failed, that is, whether {@code result} is a
   * negative number that fits into an {@code int}. No valid address is in that range.
   */
  public static boolean isError(long result) {
    return result < 0 && result == (int) result;
  }

  /**
   * Returns the errno of an error. An error is the negated result of a failed call of {@link
   * SystemCalls}: either the errno itself or a {@link WindowsError} that contains it.
   */
  public static int of(int error) {
    return error & (1 << BITS) - 1;
  }

  /**
   * Returns the name, such as {@code EACCES}; if there is none, a string such as {@code errno 999}.
   */
  public static String name(int errno) {
    return name(known(Platform.current()), errno);
  }

  /** Works like {@link #name(int)}, but for {@code platform}. */
  public static String name(Platform platform, int errno) {
    Row row = find(platform, errno);
    return row == null ? "errno " + errno : row.name();
  }

  /** Returns the meaning of {@code errno} in a few words, such as {@code permission denied}. */
  public static String text(int errno) {
    return text(known(Platform.current()), errno);
  }

  /** Works like {@link #text(int)}, but for {@code platform}. */
  public static String text(Platform platform, int errno) {
    Row row = find(platform, errno);
    return row == null ? "unknown error" : row.text();
  }

  private static Platform known(Platform platform) {
    return platform == Platform.OTHER ? Platform.LINUX : platform;
  }

  private static Row find(Platform platform, int number) {
    for (Row row : Table.ROWS) {
      Integer its = row.numbers().get(platform);
      if (its != null && its == number) {
        return row;
      }
    }
    return null;
  }

  /** Returns the number of {@code name}, which must exist on {@code platform}. */
  static int number(Platform platform, String name) {
    return Table.ROWS.stream()
        .filter(row -> row.name().equals(name))
        .findAny()
        .orElseThrow()
        .numbers()
        .get(platform);
  }

  /** The error numbers of every system, parsed on first use. */
  private static final class Table {
    private static final List<Platform> COLUMNS =
        List.of(
            Platform.LINUX, Platform.MACOS, Platform.FREEBSD, Platform.OPENBSD, Platform.WINDOWS);

    /**
     * The table. Each line holds a name, the numbers in the order of {@link #COLUMNS}, and the
     * meaning. A second name for a number is left out, such as EWOULDBLOCK, which equals EAGAIN
     * except on Windows. Sources: Linux asm-generic/errno.h; Apple's bsd/sys/errno.h of xnu;
     * sys/sys/errno.h of FreeBSD 14 and of OpenBSD; the universal C runtime's errno.h, whose
     * numbers CPython uses on Windows too.
     */
    private static final String TEXT =
        """
        EPERM 1 1 1 1 1 operation not permitted
        ENOENT 2 2 2 2 2 no such file or directory
        ESRCH 3 3 3 3 3 no such process
        EINTR 4 4 4 4 4 interrupted by a signal
        EIO 5 5 5 5 5 input or output error
        ENXIO 6 6 6 6 6 no such device or address
        E2BIG 7 7 7 7 7 argument list too long
        ENOEXEC 8 8 8 8 8 not an executable format
        EBADF 9 9 9 9 9 bad file descriptor
        ECHILD 10 10 10 10 10 no child processes
        EAGAIN 11 35 35 35 11 resource not available now
        ENOMEM 12 12 12 12 12 not enough memory
        EACCES 13 13 13 13 13 permission denied
        EFAULT 14 14 14 14 14 bad address
        ENOTBLK 15 15 15 15 - not a block device
        EBUSY 16 16 16 16 16 device or resource busy
        EEXIST 17 17 17 17 17 file exists
        EXDEV 18 18 18 18 18 link between file systems
        ENODEV 19 19 19 19 19 no such device, or not one for this
        ENOTDIR 20 20 20 20 20 not a directory
        EISDIR 21 21 21 21 21 is a directory
        EINVAL 22 22 22 22 22 invalid argument
        ENFILE 23 23 23 23 23 too many open files in the system
        EMFILE 24 24 24 24 24 too many open files in the process
        ENOTTY 25 25 25 25 25 not a terminal
        ETXTBSY 26 26 26 26 139 program file in use
        EFBIG 27 27 27 27 27 file too large
        ENOSPC 28 28 28 28 28 no space left on the device
        ESPIPE 29 29 29 29 29 can't seek
        EROFS 30 30 30 30 30 read-only file system
        EMLINK 31 31 31 31 31 too many links
        EPIPE 32 32 32 32 32 broken pipe
        EDOM 33 33 33 33 33 argument outside the function's domain
        ERANGE 34 34 34 34 34 result too large
        EDEADLK 35 11 11 11 36 would deadlock
        ENAMETOOLONG 36 63 63 63 38 file name too long
        ENOLCK 37 77 77 77 39 no locks available
        ENOSYS 38 78 78 78 40 the kernel lacks this call
        ENOTEMPTY 39 66 66 66 41 directory not empty
        ELOOP 40 62 62 62 114 too many symbolic links
        ENOMSG 42 91 83 90 122 no message of that type
        EIDRM 43 90 82 89 111 identifier removed
        ECHRNG 44 - - - - channel number out of range
        EL2NSYNC 45 - - - - level 2 not synchronized
        EL3HLT 46 - - - - level 3 halted
        EL3RST 47 - - - - level 3 reset
        ELNRNG 48 - - - - link number out of range
        EUNATCH 49 - - - - protocol driver not attached
        ENOCSI 50 - - - - no CSI structure available
        EL2HLT 51 - - - - level 2 halted
        EBADE 52 - - - - invalid exchange
        EBADR 53 - - - - invalid request descriptor
        EXFULL 54 - - - - exchange full
        ENOANO 55 - - - - no anode
        EBADRQC 56 - - - - invalid request code
        EBADSLT 57 - - - - invalid slot
        EBFONT 59 - - - - bad font file
        ENOSTR 60 99 - - 125 not a stream device
        ENODATA 61 96 - - 120 no data available
        ETIME 62 101 - - 137 timer expired
        ENOSR 63 98 - - 124 out of stream resources
        ENONET 64 - - - - machine not on the network
        ENOPKG 65 - - - - package not installed
        EREMOTE 66 71 71 71 - object is remote
        ENOLINK 67 97 91 - 121 link severed
        EADV 68 - - - - advertise error
        ESRMNT 69 - - - - remote mount error
        ECOMM 70 - - - - error while sending
        EPROTO 71 100 92 95 134 protocol error
        EMULTIHOP 72 95 90 - - multihop attempted
        EDOTDOT 73 - - - - remote file sharing error
        EBADMSG 74 94 89 92 104 bad message
        EOVERFLOW 75 84 84 87 132 value too large for its type
        ENOTUNIQ 76 - - - - name not unique on the network
        EBADFD 77 - - - - descriptor in a bad state
        EREMCHG 78 - - - - remote address changed
        ELIBACC 79 - - - - shared library not accessible
        ELIBBAD 80 - - - - shared library corrupted
        ELIBSCN 81 - - - - library section corrupted
        ELIBMAX 82 - - - - too many shared libraries
        ELIBEXEC 83 - - - - shared library can't be executed
        EILSEQ 84 92 86 84 42 invalid byte sequence
        ERESTART 85 - - - - call should be restarted
        ESTRPIPE 86 - - - - stream pipe error
        EUSERS 87 68 68 68 - too many users
        ENOTSOCK 88 38 38 38 128 not a socket
        EDESTADDRREQ 89 39 39 39 109 destination address required
        EMSGSIZE 90 40 40 40 115 message too long
        EPROTOTYPE 91 41 41 41 136 wrong protocol for the socket
        ENOPROTOOPT 92 42 42 42 123 protocol not available
        EPROTONOSUPPORT 93 43 43 43 135 protocol not supported
        ESOCKTNOSUPPORT 94 44 44 44 - socket type not supported
        EOPNOTSUPP 95 102 45 45 130 operation not supported
        EPFNOSUPPORT 96 46 46 46 - protocol family not supported
        EAFNOSUPPORT 97 47 47 47 102 address family not supported
        EADDRINUSE 98 48 48 48 100 address in use
        EADDRNOTAVAIL 99 49 49 49 101 address not available
        ENETDOWN 100 50 50 50 116 network down
        ENETUNREACH 101 51 51 51 118 network unreachable
        ENETRESET 102 52 52 52 117 connection dropped by a network reset
        ECONNABORTED 103 53 53 53 106 connection aborted
        ECONNRESET 104 54 54 54 108 connection reset by the peer
        ENOBUFS 105 55 55 55 119 no buffer space available
        EISCONN 106 56 56 56 113 already connected
        ENOTCONN 107 57 57 57 126 not connected
        ESHUTDOWN 108 58 58 58 - socket shut down
        ETOOMANYREFS 109 59 59 59 - too many references
        ETIMEDOUT 110 60 60 60 138 connection timed out
        ECONNREFUSED 111 61 61 61 107 connection refused
        EHOSTDOWN 112 64 64 64 - host down
        EHOSTUNREACH 113 65 65 65 110 no route to the host
        EALREADY 114 37 37 37 103 already in progress
        EINPROGRESS 115 36 36 36 112 now in progress
        ESTALE 116 70 70 70 - stale file handle
        EUCLEAN 117 - - - - file system needs cleaning
        ENOTNAM 118 - - - - not a named type file
        ENAVAIL 119 - - - - no semaphores available
        EISNAM 120 - - - - is a named type file
        EREMOTEIO 121 - - - - remote input or output error
        EDQUOT 122 69 69 69 - disk quota exceeded
        ENOMEDIUM 123 - - 85 - no medium found
        EMEDIUMTYPE 124 - - 86 - wrong medium type
        ECANCELED 125 89 85 88 105 operation cancelled
        ENOKEY 126 - - - - required key not available
        EKEYEXPIRED 127 - - - - key expired
        EKEYREVOKED 128 - - - - key revoked
        EKEYREJECTED 129 - - - - key rejected
        EOWNERDEAD 130 105 96 94 133 owner died
        ENOTRECOVERABLE 131 104 95 93 127 state not recoverable
        ERFKILL 132 - - - - radio switched off
        EHWPOISON 133 - - - - memory page has failed
        ENOTSUP - 45 - 91 129 not supported
        EPROCLIM - 67 67 67 - too many processes
        EBADRPC - 72 72 72 - RPC structure is bad
        ERPCMISMATCH - 73 73 73 - RPC version wrong
        EPROGUNAVAIL - 74 74 74 - RPC program not available
        EPROGMISMATCH - 75 75 75 - RPC program version wrong
        EPROCUNAVAIL - 76 76 76 - RPC procedure not available
        EFTYPE - 79 79 79 - wrong type or format of file
        EAUTH - 80 80 80 - authentication failed
        ENEEDAUTH - 81 81 81 - authentication needed
        EPWROFF - 82 - - - device power is off
        EDEVERR - 83 - - - device has failed
        EBADEXEC - 85 - - - bad executable
        EBADARCH - 86 - - - executable for another processor
        ESHLIBVERS - 87 - - - shared library version wrong
        EBADMACHO - 88 - - - malformed Mach-O file
        ENOATTR - 93 87 83 - attribute not found
        ENOPOLICY - 103 - - - no such policy
        EQFULL - 106 - - - interface queue is full
        EDOOFUS - - 88 - - programming error
        ENOTCAPABLE - - 93 - - capabilities insufficient
        ECAPMODE - - 94 - - not permitted in capability mode
        EINTEGRITY - - 97 - - integrity check failed
        EIPSEC - - - 82 - IPsec processing failed
        EWOULDBLOCK - - - - 140 operation would block
        """;

    static final List<Row> ROWS = TEXT.lines().map(Row::parse).toList();
  }

  private record Row(String name, Map<Platform, Integer> numbers, String text) {
    static Row parse(String line) {
      String[] fields = line.split(" ", Table.COLUMNS.size() + 2);
      Map<Platform, Integer> numbers = new EnumMap<>(Platform.class);
      for (int i = 0; i < Table.COLUMNS.size(); i++) {
        if (!fields[i + 1].equals("-")) {
          numbers.put(Table.COLUMNS.get(i), Integer.valueOf(fields[i + 1]));
        }
      }
      return new Row(fields[0], numbers, fields[Table.COLUMNS.size() + 1]);
    }
  }
}
