package io.github.mmap4j.internal.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/** Which page of system calls this process has, or why it has none. */
public final class Native {
  private static final int AT_PAGESZ = 6;
  private static final int COMMON_PAGE = 4096;
  private static final int WINDOWS_GRANULARITY = 65536;

  /** Where {@code shm_open} has its files too. */
  private static final String SHARED_MEMORY_FOLDER = "/dev/shm";

  private Native() {}

  /**
   * In a class of its own, asked for once: denied native access then breaks no other class, and who
   * maps through the JDK does not wait for calls to be linked.
   */
  private static final class Page {
    static final Os OS;
    static final String MISSING;

    static {
      Os os = null;
      String missing = null;
      Platform platform = Platform.current();
      if (platform == Platform.LINUX && Platform.numbersKnown()) {
        try {
          os = new LinuxOs();
        } catch (IllegalCallerException | ExceptionInInitializerError e) {
          missing = denied(e);
        }
      } else {
        missing = "there are no system calls for " + Platform.label() + " in this version";
      }
      OS = os;
      MISSING = missing;
    }

    private static String denied(Throwable e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (!(cause instanceof IllegalCallerException)) {
        return "the system's calls can't be linked: " + cause;
      }
      Module module = Native.class.getModule();
      return "native access is denied; pass --enable-native-access="
          + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
  }

  /** As {@link Page}: what shares memory is linked when somebody shares. */
  private static final class Shared {
    static final SharedOs OS = os() == null ? null : new LinuxSharedOs();
    static final NamedMemory NAMES =
        OS == null ? null : new LinuxNamedMemory(os(), OS, SHARED_MEMORY_FOLDER);
  }

  private static final class PageSize {
    static final int SIZE = pageSizeOrElse(PageSize::asked);

    private static int asked() {
      return os() == null ? COMMON_PAGE : os().pageSize();
    }
  }

  /** This system's calls, or null. */
  public static Os os() {
    return Page.OS;
  }

  /** Why {@link #os} is null, as a sentence without its full stop. */
  public static String missing() {
    return Page.MISSING;
  }

  /** This system's calls to share memory; null where {@link #os} is. */
  public static SharedOs shared() {
    return Shared.OS;
  }

  /** This system's memory by name; null where {@link #os} is. */
  public static NamedMemory names() {
    return Shared.NAMES;
  }

  /** Bytes in a page of memory; known without native access too. */
  public static int pageSize() {
    return PageSize.SIZE;
  }

  /** What a mapping's offset must be a multiple of. */
  public static int allocationGranularity() {
    return Platform.current() == Platform.WINDOWS ? WINDOWS_GRANULARITY : pageSize();
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
