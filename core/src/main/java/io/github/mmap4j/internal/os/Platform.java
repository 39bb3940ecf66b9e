package io.github.mmap4j.internal.os;

import java.util.Locale;
import java.util.Set;

/** The operating systems, whose constants and calls differ. */
public enum Platform {
  LINUX("Linux"),
  MACOS("macOS"),
  FREEBSD("FreeBSD"),
  OPENBSD("OpenBSD"),
  WINDOWS("Windows"),

  /** Any other system: its constants are unknown, or it can't map memory at all (WebAssembly). */
  OTHER("another system");

  /**
   * The supported architectures, on which Linux uses its generic numbers (asm-generic) and the
   * corresponding structure layouts. Some other architectures, such as alpha, mips, powerpc and
   * sparc, have different numbers.
   */
  private static final Set<String> GENERIC_LINUX =
      Set.of("amd64", "x86_64", "aarch64", "riscv64", "s390x");

  private static final String OS_NAME = System.getProperty("os.name", "");
  private static final String OS_ARCH = System.getProperty("os.arch", "");
  private static final Platform CURRENT = of(OS_NAME, OS_ARCH);

  private final String systemName;

  Platform(String systemName) {
    this.systemName = systemName;
  }

  /** Returns the system that this virtual machine runs on. */
  public static Platform current() {
    return CURRENT;
  }

  /** Returns the system that the given values of {@code os.name} and {@code os.arch} describe. */
  public static Platform of(String osName, String osArch) {
    if (osArch.toLowerCase(Locale.ROOT).startsWith("wasm")) {
      return OTHER;
    }
    String name = osName.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "linux" -> LINUX;
      case "darwin" -> MACOS;
      case "freebsd" -> FREEBSD;
      case "openbsd" -> OPENBSD;
      default -> name.startsWith("mac") ? MACOS : name.startsWith("windows") ? WINDOWS : OTHER;
    };
  }

  /**
   * Returns whether this library knows the numbers of this system's constants. If the numbers are
   * unknown, the JDK's own mapping still works. On Linux, the numbers are known only on x86-64,
   * arm64, riscv64 and s390x.
   */
  public static boolean numbersKnown() {
    return CURRENT.numbersKnown(OS_ARCH);
  }

  /**
   * Returns whether the numbers of this system's constants are known on architecture {@code
   * osArch}.
   */
  public boolean numbersKnown(String osArch) {
    return switch (this) {
      case LINUX -> GENERIC_LINUX.contains(osArch);
      case OTHER -> false;
      default -> true;
    };
  }

  /** Returns whether {@code fileno} stands for anonymous memory instead of a file. */
  public boolean isNoFile(int fileno) {
    return fileno == -1 || this == WINDOWS && fileno == 0;
  }

  /**
   * Returns the name of this machine's system, followed by the architecture if only that is
   * unsupported.
   */
  public static String label() {
    return CURRENT.label(OS_ARCH);
  }

  /** Works like {@link #label()}, but for this system on architecture {@code osArch}. */
  public String label(String osArch) {
    return this == OTHER || numbersKnown(osArch) ? systemName() : systemName() + " on " + osArch;
  }

  /**
   * Returns this system's name; for {@link #OTHER} it is {@code os.name} if this machine runs an
   * unknown system.
   */
  String systemName() {
    return this == OTHER && CURRENT == OTHER && !OS_NAME.isEmpty() ? OS_NAME : systemName;
  }

  /** Returns {@code os.arch}, the architecture of this virtual machine. */
  static String architecture() {
    return OS_ARCH;
  }
}
