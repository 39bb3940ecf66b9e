package io.github.mmap4j.share;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.fork.Check;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/** Lets each operation on numbers meet memory that was shortened. Argument: a name. */
public final class ShortenedWordsProgram {
  private static final int LENGTH = 1 << 16;
  private static final int WARM_UP = 20_000;
  private static final int FAULTS = 20;

  /** Receives each value read, because a compiler may remove a read whose value is unused. */
  private static volatile long read;

  private ShortenedWordsProgram() {}

  public static void main(String[] args) throws Exception {
    try (SharedMemory memory = SharedMemory.create(args[0], LENGTH);
        SharedWords words = memory.words();
        FileChannel file = FileChannel.open(memory.path(), StandardOpenOption.WRITE)) {
      List<LongConsumer> operations =
          List.of(
              at -> read = words.getInt(at),
              at -> read = words.getLong(at),
              at -> words.setInt(at, 1),
              at -> words.setLong(at, 1),
              at -> words.getAndAddInt(at, 1),
              at -> words.getAndAddLong(at, 1),
              at -> words.compareAndSetInt(at, 0, 1),
              at -> words.compareAndSetLong(at, 0, 1),
              at -> waitWhile(words, at));
      for (LongConsumer operation : operations) {
        for (int i = 0; i < WARM_UP; i++) {
          operation.accept(i % LENGTH / Long.BYTES * Long.BYTES);
        }
        for (int i = 0; i < FAULTS; i++) {
          file.truncate(0);
          Check.thrown(MappingFaultException.class, () -> operation.accept(LENGTH / 2));
          file.write(java.nio.ByteBuffer.allocate(1), LENGTH - 1);
        }
      }
    }
  }

  private static void waitWhile(SharedWords words, long at) {
    try {
      words.waitWhile(at, 0, Duration.ZERO);
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
