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
interface SampleBody {
  /** Computes a result from the memory of a whole file; always the same, compared by equals. */
  Object of(MemorySegment memory) throws Exception;

  String name();

  /**
   * Returns whether the kernel touches the bytes for it. That raises no signal: the kernel refuses
   * the call, or does part of it.
   */
  default boolean isInTheKernel() {
    return false;
  }

  /**
   * Returns whether its writes don't depend on its reads and equal what the file holds. Otherwise
   * zeros or passing values could reach a file that grows again meanwhile, and its other readers.
   */
  default boolean isFitForRaces() {
    return true;
  }

  /** Returns why it can't run here, or null. */
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

  /** Returns its result for the same bytes in memory that is not truncated. */
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

  static List<SampleBody> all() {
    return Stream.<SampleBody[]>of(
            LoopBody.values(), AtomicBody.values(), LibraryBody.values(), ThreadBody.values())
        .flatMap(Stream::of)
        .toList();
  }
}
