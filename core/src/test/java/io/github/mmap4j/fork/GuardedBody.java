package io.github.mmap4j.fork;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/**
 * Code that users may run inside {@code Mmap.guarded}: all of it touches bytes that a {@link
 * PatternFile} loses when it is truncated, and leaves the file's bytes as they were. It knows
 * nothing of faults.
 */
interface GuardedBody {
  /** What it makes of the memory of a whole file; the same each time, to compare by equals. */
  Object of(MemorySegment memory) throws Exception;

  String name();

  /**
   * Whether the kernel touches the bytes for it. That raises no signal: the kernel refuses the
   * call, or does a part of it.
   */
  default boolean isInTheKernel() {
    return false;
  }

  /** Why it can't run here, or null. */
  default String obstacle() {
    return null;
  }

  /** A part of the file that begins in what is left and ends in what is not; short, for loops. */
  int FROM = PatternFile.LEFT - 320;

  int TO = PatternFile.LEFT + 320;

  static List<GuardedBody> all() {
    return Stream.<GuardedBody[]>of(
            LoopBody.values(), AtomicBody.values(), LibraryBody.values(), ThreadBody.values())
        .flatMap(Stream::of)
        .toList();
  }
}
