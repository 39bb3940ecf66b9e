package io.github.mmap4j.fork;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/**
 * Code that users may run inside {@code Mmap.guarded}. Every body touches bytes that a {@link
 * PatternFile} loses by truncation, leaves the file's bytes unchanged, and does not handle faults.
 */
interface SampleBody {
  /**
   * Computes a result from the memory of a whole file. The result is always the same, as compared
   * by equals.
   */
  Object of(MemorySegment memory) throws Exception;

  String name();

  /**
   * Returns whether the kernel touches the bytes for this body. The kernel raises no signal: it
   * refuses the call, or performs only part of it.
   */
  default boolean isInTheKernel() {
    return false;
  }

  /**
   * Returns whether the body's writes are independent of its reads and equal to the file's content.
   * Otherwise zeros or temporary values could reach a file that has grown again, and its other
   * readers.
   */
  default boolean isFitForRaces() {
    return true;
  }

  /** Returns why the body can't run here, or null. */
  default String obstacle() {
    return null;
  }

  /** Carries a body's exception that the signature does not declare. */
  final class Checked extends RuntimeException {
    private static final long serialVersionUID = 1;

    Checked(Exception cause) {
      super(cause);
    }
  }

  /** Like {@link #of}, but throws {@link Checked} in place of a checked exception. */
  default Object unchecked(MemorySegment memory) {
    try {
      return of(memory);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Checked(e);
    }
  }

  /** Returns the body's result for the same bytes in memory that cannot be truncated. */
  default Object rightAnswer() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment copy = arena.allocate(PatternFile.LENGTH, PatternFile.PAGE);
      copy.copyFrom(MemorySegment.ofArray(PatternFile.bytes(0, PatternFile.LENGTH)));
      return unchecked(copy);
    }
  }

  /**
   * The start of a range that begins before the truncated length and ends after it; short, for
   * loops.
   */
  int FROM = PatternFile.LEFT - 320;

  int TO = PatternFile.LEFT + 320;

  static List<SampleBody> all() {
    return Stream.<SampleBody[]>of(
            LoopBody.values(), AtomicBody.values(), LibraryBody.values(), ThreadBody.values())
        .flatMap(Stream::of)
        .toList();
  }
}
