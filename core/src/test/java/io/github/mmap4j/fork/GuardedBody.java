package io.github.mmap4j.fork;

import java.lang.foreign.Arena;
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

  /**
   * Whether nothing that it writes depends on what it reads, nor differs from what the file holds:
   * else zeros, or what is there for a moment only, reach a file that grows again meanwhile, and
   * the others who read it.
   */
  default boolean isFitForRaces() {
    return true;
  }

  /** Why it can't run here, or null. */
  default String obstacle() {
    return null;
  }

  /** An exception of a body that {@code guarded} has no place for in its signature. */
  final class Checked extends RuntimeException {
    private static final long serialVersionUID = 1;

    Checked(Exception cause) {
      super(cause);
    }
  }

  /** As {@link #of}, with {@link Checked} in place of a checked exception. */
  default Object unchecked(MemorySegment memory) {
    try {
      return of(memory);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Checked(e);
    }
  }

  /** What it makes of the same bytes in memory that nobody truncates. */
  default Object rightAnswer() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment copy = arena.allocate(PatternFile.LENGTH, PatternFile.PAGE);
      copy.copyFrom(MemorySegment.ofArray(PatternFile.bytes(0, PatternFile.LENGTH)));
      return unchecked(copy);
    }
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
