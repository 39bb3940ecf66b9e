package io.github.mmap4j.internal.os;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * A constant, with its name and its number on each system that has it.
 *
 * @param name the full name, as in C and Python
 * @param everywhere whether the number is this library's own, so that it is the same even on
 *     unknown systems
 * @param linuxOnlyOn the architectures on which Linux has the constant; empty if all have it
 */
public record PlatformConstant(
    String name, Map<Platform, Integer> columns, boolean everywhere, Set<String> linuxOnlyOn) {
  /** Marks a system that lacks the constant. No real constant is negative. */
  public static final int ABSENT = Integer.MIN_VALUE;

  /** The position of the bits of a flag that hold the logarithm of a huge page size. */
  public static final int HUGE_SHIFT = 26;

  /** The value that {@code ours(0)} returns. */
  private static final int FIRST_OF_OURS = ABSENT + 1;

  // The constants that this package itself needs; all other constants are in the public enums.

  public static final PlatformConstant PROT_READ = of("PROT_READ", 1, 1, 1, 1, ours(1));
  public static final PlatformConstant PROT_WRITE = of("PROT_WRITE", 2, 2, 2, 2, ours(2));
  public static final PlatformConstant PROT_EXEC = of("PROT_EXEC", 4, 4, 4, 4, ABSENT);
  public static final PlatformConstant MAP_PRIVATE = of("MAP_PRIVATE", 2, 2, 2, 2, ours(2));
  public static final PlatformConstant MAP_ANONYMOUS =
      of("MAP_ANONYMOUS", 0x20, 0x1000, 0x1000, 0x1000, ours(0x20));
  public static final PlatformConstant MAP_NORESERVE =
      of("MAP_NORESERVE", 0x4000, 0x40, ABSENT, 0x0, ABSENT);
  public static final PlatformConstant MADV_WILLNEED = of("MADV_WILLNEED", 3, 3, 3, 3, ours(3));
  public static final PlatformConstant MS_SYNC = of("MS_SYNC", 0x4, 0x10, 0x0, 0x2, ours(0x4));

  /** An architecture on which Linux has every constant; see {@link #onLinuxOnlyOn}. */
  private static final String COMMON = "amd64";

  /** Creates a constant; {@link #ABSENT} marks a system that lacks it. */
  public static PlatformConstant of(
      String name, int linux, int macos, int freebsd, int openbsd, int windows) {
    Map<Platform, Integer> columns = new EnumMap<>(Platform.class);
    columns.put(Platform.LINUX, linux);
    columns.put(Platform.MACOS, macos);
    columns.put(Platform.FREEBSD, freebsd);
    columns.put(Platform.OPENBSD, openbsd);
    columns.put(Platform.WINDOWS, windows);
    return new PlatformConstant(name, columns, false, Set.of());
  }

  /**
   * Returns a mark for a system that lacks the constant, but on which this library's calls accept
   * {@code number}. On such a system, {@link #value} still throws.
   */
  public static int ours(int number) {
    return FIRST_OF_OURS + number;
  }

  /** Creates a constant that the library defines itself, with the same number on all systems. */
  public static PlatformConstant everywhere(String name, int number) {
    Map<Platform, Integer> columns = new EnumMap<>(Platform.class);
    for (Platform platform : Platform.values()) {
      columns.put(platform, number);
    }
    return new PlatformConstant(name, columns, true, Set.of());
  }

  /** Returns a copy of this constant that exists on Linux only on the given architectures. */
  public PlatformConstant onLinuxOnlyOn(String... architectures) {
    return new PlatformConstant(name, columns, everywhere, Set.of(architectures));
  }

  /** Returns whether this machine's system has the constant. */
  public boolean isSupported() {
    return isSupported(Platform.current(), Platform.architecture());
  }

  /** Returns whether {@code platform} has the constant on its common architectures. */
  public boolean isSupported(Platform platform) {
    return isSupported(platform, COMMON);
  }

  /** Returns whether {@code platform} has the constant on {@code architecture}. */
  public boolean isSupported(Platform platform, String architecture) {
    return find(platform, architecture) != ABSENT;
  }

  /**
   * Returns the constant's number on this machine's system.
   *
   * @throws UnsupportedOperationException if the system lacks it
   */
  public int value() {
    return value(Platform.current(), Platform.architecture());
  }

  /**
   * Returns the constant's number on {@code platform}, on its common architectures.
   *
   * @throws UnsupportedOperationException if {@code platform} lacks it
   */
  public int value(Platform platform) {
    return value(platform, COMMON);
  }

  /**
   * Returns the constant's number on {@code platform} and {@code architecture}.
   *
   * @throws UnsupportedOperationException if {@code platform} lacks it on {@code architecture}, or
   *     its number is unknown
   */
  public int value(Platform platform, String architecture) {
    int number = find(platform, architecture);
    if (number == ABSENT) {
      throw new UnsupportedOperationException(refusal(platform, architecture));
    }
    return number;
  }

  /**
   * Returns the number that this library's calls accept, which is {@link #value()} or the number
   * given to {@link #ours}.
   *
   * @throws UnsupportedOperationException if the constant has neither number
   */
  public int callValue() {
    return callValue(Platform.current(), Platform.architecture());
  }

  /** Works like {@link #callValue()}, but for {@code platform} and {@code architecture}. */
  public int callValue(Platform platform, String architecture) {
    int column = column(platform);
    return isOurs(column) && platform.numbersKnown(architecture)
        ? column - FIRST_OF_OURS
        : value(platform, architecture);
  }

  private static boolean isOurs(int column) {
    return column < 0 && column != ABSENT;
  }

  private int find(Platform platform, String architecture) {
    boolean there = everywhere || platform.numbersKnown(architecture);
    int column = column(platform);
    return there && !isOurs(column) && hasArchitecture(platform, architecture) ? column : ABSENT;
  }

  private boolean hasArchitecture(Platform platform, String architecture) {
    return platform != Platform.LINUX
        || linuxOnlyOn.isEmpty()
        || linuxOnlyOn.contains(architecture);
  }

  private int column(Platform platform) {
    return columns.getOrDefault(platform, ABSENT);
  }

  private String refusal(Platform platform, String architecture) {
    String system = platform.systemName();
    if (column(platform) < 0) {
      return name + " does not exist on " + system;
    }
    return platform.numbersKnown(architecture)
        ? name + " does not exist on " + system + " on " + architecture
        : "the number of " + name + " on " + system + " on " + architecture + " is not known";
  }
}
