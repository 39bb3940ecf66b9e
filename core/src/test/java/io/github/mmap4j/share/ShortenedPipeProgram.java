package io.github.mmap4j.share;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.fork.Check;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Lets each call on a pipe meet memory that was shortened. Argument: a name. */
public final class ShortenedPipeProgram {
  private static final int LENGTH = 1 << 20;
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int WARM_UP = 20_000;
  private static final int FAULTS = 20;
  private static final byte[] MESSAGE = new byte[3000];

  private ShortenedPipeProgram() {}

  public static void main(String[] args) throws Exception {
    try (SharedMemory memory = SharedMemory.create(args[0], LENGTH);
        SharedPipe pipe = SharedPipe.over(memory);
        FileChannel file =
            FileChannel.open(memory.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      onlyTheMessageIsGone(pipe, file);
      for (int i = 0; i < WARM_UP; i++) {
        pipe.send(MESSAGE);
        pipe.peek();
        pipe.receive(Duration.ZERO);
      }
      onlyTheMessageIsGone(pipe, file);
      allIsGone(pipe, file);
    }
  }

  /**
   * The header remains. A message that can't be read is not removed, and one that can't be written
   * is not sent.
   */
  private static void onlyTheMessageIsGone(SharedPipe pipe, FileChannel file) throws Exception {
    for (int i = 0; i <= PAGE / MESSAGE.length; i++) {
      pipe.send(MESSAGE); // so that the next one is after the first page
      pipe.receive();
    }
    for (int i = 0; i < FAULTS; i++) {
      without(PAGE, file, () -> pipe.send(MESSAGE));
      Check.thrown(TimeoutException.class, () -> pipe.receive(Duration.ZERO));
      pipe.send(MESSAGE);
      without(PAGE, file, pipe::receive);
      Check.same(MESSAGE.length, pipe.receive().length, "the message's length");
    }
  }

  private static void allIsGone(SharedPipe pipe, FileChannel file) throws Exception {
    List<Check.Body> calls =
        List.of(
            () -> pipe.send(MESSAGE),
            pipe::peek,
            pipe::remove,
            pipe::receive,
            () -> pipe.receive(Duration.ZERO),
            pipe::end);
    for (Check.Body call : calls) {
      for (int i = 0; i < FAULTS; i++) {
        pipe.send(MESSAGE);
        without(0, file, call);
        Check.same(MESSAGE.length, pipe.receive().length, "the message's length");
      }
    }
  }

  /** Runs {@code call} while the memory has only {@code left} bytes, and expects a typed fault. */
  private static void without(long left, FileChannel file, Check.Body call) throws Exception {
    ByteBuffer all = ByteBuffer.allocate(LENGTH);
    file.read(all, 0);
    file.truncate(left);
    Check.thrown(MappingFaultException.class, call);
    file.write(all.flip(), 0);
  }
}
