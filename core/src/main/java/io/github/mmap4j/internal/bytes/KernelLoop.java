package io.github.mmap4j.internal.bytes;

/** A loop of the kernels. C2 compiles each separately, so the faster kernel may differ. */
enum KernelLoop {
  SCAN_FOR_ONE_BYTE,
  SCAN_FOR_TWO_BYTES,
  SCAN_FOR_THREE_BYTES,
  COUNT;

  /** Returns the loop that scans for these bytes. */
  static KernelLoop scan(RareBytes rareBytes) {
    return switch (rareBytes.count()) {
      case 1 -> SCAN_FOR_ONE_BYTE;
      case 2 -> SCAN_FOR_TWO_BYTES;
      case 3 -> SCAN_FOR_THREE_BYTES;
      default -> throw new IllegalArgumentException(rareBytes.toString());
    };
  }
}
