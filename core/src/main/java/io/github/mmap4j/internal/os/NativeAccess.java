package io.github.mmap4j.internal.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.IntSupplier;

/** Which page of system calls this process has, or why it has none. */
public final class NativeAccess {
  private static final int AT_PAGESZ = 6;
  private static final int WINDOWS_GRANULARITY = 65536;

  /** Where {@code shm_open} has its files too. */
  private static final String SHARED_MEMORY_FOLDER = "/dev/shm";

  private NativeAccess() {}

  /**
   * In a class of its own, asked for once: denied native access then breaks no other class, and who
   * maps through the JDK does not wait for calls to be linked.
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

  /** As {@link Page}: what shares memory is linked when somebody shares. */
  private static final class Shared {
    static final IpcCalls OS = os() instanceof LinuxSystemCalls ? new LinuxIpcCalls() : null;
    static final NamedMemory NAMES =
        switch (os()) {
          case LinuxSystemCalls linux -> new LinuxNamedMemory(linux, OS, SHARED_MEMORY_FOLDER);
          case MacSystemCalls mac -> mac.names();
          case WindowsSystemCalls windows -> windows.names();
          case null, default -> null;
        };
  }

  /** As {@link Page}: the calls are linked when the first memory is mapped. */
  private static final class Handler {
    static final HandlerCalls CALLS =
        os() instanceof LinuxSystemCalls ? new LinuxHandlerCalls() : null;
  }

  private static final class PageSize {
    static final int SIZE = pageSizeOrElse(PageSize::asked);

    private static int asked() {
      return os() == null
          ? usualPage(Platform.current(), Platform.architecture())
          : os().pageSize();
    }
  }

  private static final class Granularity {
    static final int BYTES = asked();

    private static int asked() {
      if (Platform.current() != Platform.WINDOWS) {
        return pageSize();
      }
      return os() == null ? WINDOWS_GRANULARITY : os().allocationGranularity();
    }
  }

  /**
   * The page of {@code platform}, with all its calls linked; null where there is none.
   *
   * @throws IllegalCallerException if native access is denied
   * @throws ExceptionInInitializerError if it is denied, or a call is not to be found
   * @throws NoSuchElementException if a call is not to be found
   * @throws IllegalArgumentException if a library is not, or calls there leave no such error
   */
  static SystemCalls of(Platform platform) {
    return switch (platform) {
      case LINUX -> new LinuxSystemCalls();
      case MACOS ->
          new MacSystemCalls(
              new MacLibrary(Downcall.libc(), MacLibrary.fstatOn(Platform.architecture())));
      case WINDOWS -> new WindowsSystemCalls(new Kernel32Library(Downcall.windows("kernel32.dll")));
      case FREEBSD, OPENBSD, OTHER -> null;
    };
  }

  /** This system's calls, or null. */
  public static SystemCalls os() {
    return Page.OS;
  }

  /** Why {@link #os} is null, as a sentence without its full stop. */
  public static String missing() {
    return Page.MISSING;
  }

  /** Why {@link #shared} is null, as a sentence without its full stop. */
  public static String missingToShare() {
    return os() == null
        ? missing()
        : "on "
            + Platform.label()
            + " it needs a name, by create or createOrOpen: there are no tokens and seals";
  }

  /**
   * This system's calls for memory without a name, seals and waiting among processes, or null;
   * Linux has them.
   */
  public static IpcCalls shared() {
    return Shared.OS;
  }

  /** Returns the calls that install a signal handler, or null; only Linux has them. */
  public static HandlerCalls handlerCalls() {
    return Handler.CALLS;
  }

  /** Returns why {@link #handlerCalls} is null, as a sentence without its full stop. */
  public static String missingHandlerCalls() {
    return os() == null ? missing() : "there is no fault handler for " + Platform.label();
  }

  /** This system's memory by name, or null. */
  public static NamedMemory names() {
    return Shared.NAMES;
  }

  /** Bytes in a page, where nothing can be asked. */
  static int usualPage(Platform platform, String architecture) {
    return platform == Platform.MACOS && architecture.equals("aarch64") ? 16384 : 4096;
  }

  /** Bytes in a page of memory; known without native access too. */
  public static int pageSize() {
    return PageSize.SIZE;
  }

  /** What a mapping's offset must be a multiple of. */
  public static int allocationGranularity() {
    return Granularity.BYTES;
  }

  /**
   * From the auxiliary vector, which holds pairs of words, a key and its value; {@code otherwise}
   * where there is none: not Linux, or no /proc.
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
