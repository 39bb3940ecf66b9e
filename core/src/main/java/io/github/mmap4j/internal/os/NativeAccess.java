package io.github.mmap4j.internal.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.IntSupplier;

/** Provides this system's calls, or the reason why there are none. */
public final class NativeAccess {
  private static final int AT_PAGESZ = 6;
  private static final int WINDOWS_GRANULARITY = 65536;

  private NativeAccess() {}

  /**
   * The calls, in a separate class that is initialized on first use. Other classes therefore work
   * even if native access is denied, and a program that maps through the JDK does not wait for
   * linking.
   */
  private static final class Page {
    static final SystemCalls OS;
    static final String MISSING;

    static {
      SystemCalls os = null;
      String missing = "there are no system calls for " + Platform.label() + " in this version";
      if (Platform.numbersKnown()) {
        try {
          os = of(Platform.current());
        } catch (IllegalCallerException
            | ExceptionInInitializerError
            | NoSuchElementException
            | IllegalArgumentException e) {
          missing = denied(e);
        }
      }
      OS = os;
      MISSING = os == null ? missing : null;
    }

    private static String denied(Throwable e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (!(cause instanceof IllegalCallerException)) {
        return "the system's calls can't be linked: " + cause;
      }
      Module module = NativeAccess.class.getModule();
      return "native access is denied; pass --enable-native-access="
          + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
  }

  private static final class PageSize {
    static final int SIZE = pageSizeOrElse(PageSize::asked);
    static final Pages PAGES = new Pages(SIZE);

    private static int asked() {
      return os() == null
          ? usualPage(Platform.current(), Platform.architecture())
          : os().pageSize();
    }
  }

  /**
   * Returns the calls of {@code platform}, or null if there are none.
   *
   * @throws IllegalCallerException if native access is denied
   * @throws ExceptionInInitializerError if native access is denied or a function is missing
   * @throws NoSuchElementException if a function is missing
   * @throws IllegalArgumentException if a library is missing, or the linker can't capture its error
   *     code
   */
  static SystemCalls of(Platform platform) {
    return switch (platform) {
      case LINUX -> new LinuxSystemCalls(new LinuxLibrary());
      case MACOS ->
          new MacSystemCalls(
              new MacLibrary(Downcall.libc(), MacLibrary.fstatOn(Platform.architecture())));
      case WINDOWS -> new WindowsSystemCalls(new WindowsLibrary(Downcall.windows("kernel32.dll")));
      case FREEBSD, OPENBSD, OTHER -> null;
    };
  }

  /** Returns this system's calls, or null if there are none. */
  public static SystemCalls os() {
    return Page.OS;
  }

  /** Returns the reason why {@link #os} is null: a sentence without a final full stop. */
  public static String missing() {
    return Page.MISSING;
  }

  /** Returns this system's implementation of named memory, or null if there are no system calls. */
  public static NamedMemory names() {
    return os() == null ? null : os().names();
  }

  /**
   * Returns the calls for unnamed memory, seals and waiting between processes, or null if they are
   * missing, as on every system except Linux.
   */
  public static IpcCalls ipcCalls() {
    return os() == null ? null : os().ipc();
  }

  /** Returns the reason why {@link #ipcCalls} is null: a sentence without a final full stop. */
  public static String missingIpcCalls() {
    return os() == null
        ? missing()
        : "on %s it needs a name, by create or createOrOpen: there are no tokens and seals"
            .formatted(Platform.label());
  }

  /**
   * Returns the calls that install a signal handler, or null if they are missing, as on every
   * system except Linux.
   */
  public static HandlerCalls handlerCalls() {
    return os() == null ? null : os().handler();
  }

  /** Returns the reason why {@link #handlerCalls} is null: a sentence without a final full stop. */
  public static String missingHandlerCalls() {
    return os() == null ? missing() : "there is no fault handler for " + Platform.label();
  }

  /** Returns the usual page size in bytes, for use when the system's calls are missing. */
  static int usualPage(Platform platform, String architecture) {
    return platform == Platform.MACOS && architecture.equals("aarch64") ? 16384 : 4096;
  }

  /** Returns the page size in bytes; needs no native access. */
  public static int pageSize() {
    return PageSize.SIZE;
  }

  /** Returns the arithmetic of this system's pages; needs no native access. */
  public static Pages pages() {
    return PageSize.PAGES;
  }

  /** Returns the required alignment of a mapping's file offset, in bytes. */
  public static int allocationGranularity() {
    if (Platform.current() != Platform.WINDOWS) {
      return pageSize();
    }
    return os() == null ? WINDOWS_GRANULARITY : os().allocationGranularity();
  }

  /**
   * Returns the page size from the auxiliary vector, which consists of pairs of a key and its
   * value, one word each. If the vector can't be read, for example because the system is not Linux,
   * returns the result of {@code otherwise}.
   */
  static int pageSizeOrElse(IntSupplier otherwise) {
    try {
      ByteBuffer words =
          ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (words.remaining() >= 2 * Long.BYTES) {
        long key = words.getLong();
        long value = words.getLong();
        if (key == AT_PAGESZ) {
          return Math.toIntExact(value);
        }
      }
    } catch (IOException e) {
      return otherwise.getAsInt();
    }
    return otherwise.getAsInt();
  }
}
