package io.github.mmap4j;

import io.github.mmap4j.internal.os.PlatformConstant;
import java.util.Set;

/** The numbers of constants, as users see them and as system calls expect them. */
final class SystemNumbers {
  private SystemNumbers() {}

  static PlatformConstant row(SystemConstant constant) {
    return switch (constant) {
      case Access access -> access.row;
      case Advice advice -> advice.row;
      case MapFlag flag -> flag.row;
      case Protection protection -> protection.row;
      case Sync sync -> sync.row;
      case Whence whence -> whence.row;
    };
  }

  /**
   * Returns the number that a system call takes for a constant.
   *
   * @throws UnsupportedOperationException if the system has neither the constant nor a substitute
   */
  static int callValue(SystemConstant constant) {
    return row(constant).callValue();
  }

  /** Returns the bits that a system call takes for a set of constants. */
  static int bits(Set<? extends SystemConstant> constants) {
    int bits = 0;
    for (SystemConstant constant : constants) {
      bits |= callValue(constant);
    }
    return bits;
  }
}
