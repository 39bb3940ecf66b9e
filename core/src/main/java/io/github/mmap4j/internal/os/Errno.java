package io.github.mmap4j.internal.os;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Linux's error numbers (asm-generic, errno-base.h and errno.h): what code compares with, and names
 * for messages.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
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
  public static final int ETXTBSY = 26;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int ENOSYS = 38;
  public static final int ELOOP = 40;
  public static final int EOVERFLOW = 75;
  public static final int EOPNOTSUPP = 95;
  public static final int ETIMEDOUT = 110;

  /** The greatest number that the kernel gives back as an error. */
  public static final int MAX = 4095;

  private Errno() {}

  /** The name, such as {@code EACCES}; {@code errno 999} for a number without one. */
  public static String name(int errno) {
    Entry entry = Table.BY_NUMBER.get(errno);
    return entry == null ? "errno " + errno : entry.name;
  }

  /** What it means in a few words, such as {@code permission denied}. */
  public static String text(int errno) {
    Entry entry = Table.BY_NUMBER.get(errno);
    return entry == null ? "unknown error" : entry.text;
  }

  private record Entry(int number, String name, String text) {
    static Entry parse(String line) {
      String[] fields = line.split(" ", 3);
      return new Entry(Integer.parseInt(fields[0]), fields[1], fields[2]);
    }
  }

  /** Read when the first name is asked for, which is when something has failed. */
  private static final class Table {
    /** Linux gives no name to 41 and 58. */
    private static final String LINES =
        """
        1 EPERM operation not permitted
        2 ENOENT no such file or directory
        3 ESRCH no such process
        4 EINTR interrupted by a signal
        5 EIO input or output error
        6 ENXIO no such device or address
        7 E2BIG argument list too long
        8 ENOEXEC not an executable format
        9 EBADF bad file descriptor
        10 ECHILD no child processes
        11 EAGAIN resource not available now
        12 ENOMEM not enough memory
        13 EACCES permission denied
        14 EFAULT bad address
        15 ENOTBLK not a block device
        16 EBUSY device or resource busy
        17 EEXIST file exists
        18 EXDEV link between file systems
        19 ENODEV no such device, or not one for this
        20 ENOTDIR not a directory
        21 EISDIR is a directory
        22 EINVAL invalid argument
        23 ENFILE too many open files in the system
        24 EMFILE too many open files in the process
        25 ENOTTY not a terminal
        26 ETXTBSY program file in use
        27 EFBIG file too large
        28 ENOSPC no space left on the device
        29 ESPIPE can't seek
        30 EROFS read-only file system
        31 EMLINK too many links
        32 EPIPE broken pipe
        33 EDOM argument outside the function's domain
        34 ERANGE result too large
        35 EDEADLK would deadlock
        36 ENAMETOOLONG file name too long
        37 ENOLCK no locks available
        38 ENOSYS the kernel lacks this call
        39 ENOTEMPTY directory not empty
        40 ELOOP too many symbolic links
        42 ENOMSG no message of that type
        43 EIDRM identifier removed
        44 ECHRNG channel number out of range
        45 EL2NSYNC level 2 not synchronized
        46 EL3HLT level 3 halted
        47 EL3RST level 3 reset
        48 ELNRNG link number out of range
        49 EUNATCH protocol driver not attached
        50 ENOCSI no CSI structure available
        51 EL2HLT level 2 halted
        52 EBADE invalid exchange
        53 EBADR invalid request descriptor
        54 EXFULL exchange full
        55 ENOANO no anode
        56 EBADRQC invalid request code
        57 EBADSLT invalid slot
        59 EBFONT bad font file
        60 ENOSTR not a stream device
        61 ENODATA no data available
        62 ETIME timer expired
        63 ENOSR out of stream resources
        64 ENONET machine not on the network
        65 ENOPKG package not installed
        66 EREMOTE object is remote
        67 ENOLINK link severed
        68 EADV advertise error
        69 ESRMNT remote mount error
        70 ECOMM error while sending
        71 EPROTO protocol error
        72 EMULTIHOP multihop attempted
        73 EDOTDOT remote file sharing error
        74 EBADMSG bad message
        75 EOVERFLOW value too large for its type
        76 ENOTUNIQ name not unique on the network
        77 EBADFD descriptor in a bad state
        78 EREMCHG remote address changed
        79 ELIBACC shared library not accessible
        80 ELIBBAD shared library corrupted
        81 ELIBSCN library section corrupted
        82 ELIBMAX too many shared libraries
        83 ELIBEXEC shared library can't be executed
        84 EILSEQ invalid byte sequence
        85 ERESTART call should be restarted
        86 ESTRPIPE stream pipe error
        87 EUSERS too many users
        88 ENOTSOCK not a socket
        89 EDESTADDRREQ destination address required
        90 EMSGSIZE message too long
        91 EPROTOTYPE wrong protocol for the socket
        92 ENOPROTOOPT protocol not available
        93 EPROTONOSUPPORT protocol not supported
        94 ESOCKTNOSUPPORT socket type not supported
        95 EOPNOTSUPP operation not supported
        96 EPFNOSUPPORT protocol family not supported
        97 EAFNOSUPPORT address family not supported
        98 EADDRINUSE address in use
        99 EADDRNOTAVAIL address not available
        100 ENETDOWN network down
        101 ENETUNREACH network unreachable
        102 ENETRESET connection dropped by a network reset
        103 ECONNABORTED connection aborted
        104 ECONNRESET connection reset by the peer
        105 ENOBUFS no buffer space available
        106 EISCONN already connected
        107 ENOTCONN not connected
        108 ESHUTDOWN socket shut down
        109 ETOOMANYREFS too many references
        110 ETIMEDOUT connection timed out
        111 ECONNREFUSED connection refused
        112 EHOSTDOWN host down
        113 EHOSTUNREACH no route to the host
        114 EALREADY already in progress
        115 EINPROGRESS now in progress
        116 ESTALE stale file handle
        117 EUCLEAN file system needs cleaning
        118 ENOTNAM not a named type file
        119 ENAVAIL no semaphores available
        120 EISNAM is a named type file
        121 EREMOTEIO remote input or output error
        122 EDQUOT disk quota exceeded
        123 ENOMEDIUM no medium found
        124 EMEDIUMTYPE wrong medium type
        125 ECANCELED operation cancelled
        126 ENOKEY required key not available
        127 EKEYEXPIRED key expired
        128 EKEYREVOKED key revoked
        129 EKEYREJECTED key rejected
        130 EOWNERDEAD owner died
        131 ENOTRECOVERABLE state not recoverable
        132 ERFKILL radio switched off
        133 EHWPOISON memory page has failed
        """;

    static final Map<Integer, Entry> BY_NUMBER =
        LINES
            .lines()
            .map(Entry::parse)
            .collect(Collectors.toUnmodifiableMap(Entry::number, e -> e));
  }
}
