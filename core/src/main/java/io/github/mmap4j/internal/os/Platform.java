package io.github.mmap4j.internal.os;

import java.util.Locale;
import java.util.Set;

/** The systems whose constants and calls differ. */
public enum Platform {
  LINUX("Linux"),
  MACOS("macOS"),
  FREEBSD("FreeBSD"),
  OPENBSD("OpenBSD"),
  WINDOWS("Windows"),

  /** Any other: nothing is known of its numbers, or it maps nothing at all (WebAssembly). */
  OTHER("another system");

  /**
   * The architectures on which Linux uses its generic numbers (asm-generic) and the structure
   * layouts that go with them. Others (alpha, mips, powerpc, sparc ...) have numbers of their own.
   */
  private static final Set<String> GENERIC_LINUX = Set.of("amd64", "x86_64", "aarch64", "riscv64");

  private static final String OS_NAME = System.getProperty("os.name", "");
  private static final String OS_ARCH = System.getProperty("os.arch", "");
  private static final Platform CURRENT = of(OS_NAME, OS_ARCH);

  private final String systemName;

  Platform(String systemName) {
    this.systemName = systemName;
  }

  /** The system that this virtual machine runs on. */
  public static Platform current() {
    return CURRENT;
  }

  /** The system that {@code os.name} and {@code os.arch} describe. */
  public static Platform of(String osName, String osArch) {
    if (osArch.toLowerCase(Locale.ROOT).startsWith("wasm")) {
      return OTHER;
    }
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.equals("linux")) {
      return LINUX;
    }
    if (name.startsWith("mac") || name.equals("darwin")) {
      return MACOS;
    }
    if (name.equals("freebsd")) {
      return FREEBSD;
    }
    if (name.equals("openbsd")) {
      return OPENBSD;
    }
    return name.startsWith("windows") ? WINDOWS : OTHER;
  }

  /**
   * Whether the numbers of this system's constants are known here. Where they are not (Linux on an
   * architecture with numbers of its own), what the JDK itself offers still works.
   */
  public static boolean numbersKnown() {
    return CURRENT.numbersKnown(OS_ARCH);
  }

  /** Whether this system's numbers are known on the architecture that {@code os.arch} describes. */
  public boolean numbersKnown(String osArch) {
    return switch (this) {
      case LINUX -> GENERIC_LINUX.contains(osArch);
      case OTHER -> false;
      default -> true;
    };
  }

  /** Whether {@code fileno} stands for no file, so that anonymous memory is meant. */
  public boolean isNoFile(int fileno) {
    return fileno == -1 || this == WINDOWS && fileno == 0;
  }

  /** The system at hand in words, with the architecture where that is what is not known. */
  public static String label() {
    return CURRENT.label(OS_ARCH);
  }

  /** This system in words, with the architecture where that is what is not known. */
  public String label(String osArch) {
    return this == OTHER || numbersKnown(osArch) ? systemName() : systemName() + " on " + osArch;
  }

  /** This system's name; {@code os.name} where the system at hand is another than those here. */
  String systemName() {
    return this == OTHER && CURRENT == OTHER && !OS_NAME.isEmpty() ? OS_NAME : systemName;
  }

  /** The architecture that this virtual machine runs on, as {@code os.arch} says. */
  static String architecture() {
    return OS_ARCH;
  }
}
