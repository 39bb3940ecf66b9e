package io.github.mmap4j.share;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.fork.Check;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/** Shares memory as another process. Arguments: the role, and the memory's name or token. */
public final class ShareProgram {
  private static final long PATIENCE_SECONDS = 60;
  private static final int LONGEST = 8192;

  private ShareProgram() {}

  enum Role {
    /** Prints the first line of the memory behind a token, and answers in it. */
    CHILD {
      @Override
      void play(String[] args) throws Exception {
        try (SharedMemory memory = SharedMemory.attach(args[1]);
            Mmap m = memory.map()) {
          System.out.print(m.readLine(US_ASCII));
          m.setSlice(0, 5, "HELLO".getBytes(US_ASCII));
        }
      }
    },

    /** Adds one very often, with each kind of operation. */
    COUNT {
      @Override
      void play(String[] args) throws Exception {
        try (SharedMemory memory = SharedMemory.open(args[1]);
            SharedWords words = memory.words()) {
          int times = Integer.parseInt(args[2]);
          for (int i = 0; i < times; i++) {
            words.getAndAddLong(0, 1);
            words.getAndAddInt(8, 1);
            long seen = words.getLong(16);
            while (!words.compareAndSetLong(16, seen, seen + 1)) {
              seen = words.getLong(16);
            }
          }
        }
      }
    },

    /** Creates named memory, and runs until its input ends. */
    OWN {
      @Override
      void play(String[] args) throws Exception {
        SharedMemory made = SharedMemory.create(args[1], Long.parseLong(args[2]));
        System.out.println("made " + made.length());
        while (System.in.read() >= 0) {}
      }
    },

    /**
     * Sets the int at offset 0 to the value that the other process waits for, once that has begun
     * to wait.
     */
    SIGNAL {
      @Override
      void play(String[] args) throws Exception {
        try (SharedMemory memory = SharedMemory.open(args[1]);
            SharedWords words = memory.words()) {
          Check.that(
              words.waitWhile(4, 0, Duration.ofSeconds(PATIENCE_SECONDS)), "nobody has begun");
          while (words.wake(0) == 0) {
            Thread.onSpinWait(); // until the other waits; it also polls, but later
          }
          words.setInt(0, 1);
          words.wake(0);
        }
      }
    },

    /**
     * Sends a number of bytes in messages, whose bytes depend on the message's number and the
     * position.
     */
    SEND {
      @Override
      void play(String[] args) throws Exception {
        try (SharedMemory memory = SharedMemory.open(args[1]);
            SharedPipe pipe = SharedPipe.over(memory)) {
          long left = Long.parseLong(args[2]);
          for (long number = 0; left > 0; number++) {
            byte[] message = message(number);
            pipe.send(message);
            left -= message.length;
          }
          pipe.end();
        }
      }
    },

    /**
     * Receives messages to the end, and checks every byte. It counts each message in the memory of
     * the second name before removing it.
     */
    RECEIVE {
      @Override
      void play(String[] args) throws Exception {
        try (SharedMemory memory = SharedMemory.open(args[1]);
            SharedPipe pipe = SharedPipe.over(memory);
            SharedMemory counts = SharedMemory.open(args[2]);
            SharedWords words = counts.words()) {
          for (byte[] m = pipe.peek(); m != null; m = pipe.peek()) {
            long number = words.getLong(0);
            if (!Arrays.equals(m, message(number))) {
              // If the receiver before was killed between counting and removing, this message was
              // counted already.
              Check.that(
                  Arrays.equals(m, message(number - 1)), "message " + number + " is another");
              pipe.remove();
              continue;
            }
            words.setLong(0, number + 1);
            pipe.remove();
          }
        }
      }
    },

    /** Opens the memory of the given name. */
    OPEN {
      @Override
      void play(String[] args) throws IOException {
        tell(() -> SharedMemory.open(args[1]));
      }
    },

    /** Maps the memory behind a token, and expects its seals to refuse writing and shortening. */
    SEALED {
      @Override
      void play(String[] args) throws Exception {
        try (SharedMemory memory = SharedMemory.attach(args[1]);
            Mmap m = memory.map()) {
          Check.that(memory.isSealed(Seal.SHRINK, Seal.FUTURE_WRITE), "seals: " + memory.seals());
          Check.thrown(ReadOnlyBufferException.class, () -> m.set(0, 1));
          Check.thrown(MmapException.class, () -> memory.map(Access.WRITE));
          Check.thrown(IOException.class, () -> shorten(memory));
          System.out.print(m.readLine(US_ASCII));
        }
      }
    },

    /** Maps memory by its tagname, and answers in it. */
    TAG {
      @Override
      void play(String[] args) throws Exception {
        int length = Integer.parseInt(args[2]);
        try (Mmap m = Mmap.builder().anonymous().tagname(args[1]).length(length).map()) {
          System.out.print(m.readLine(US_ASCII));
          m.setSlice(0, 5, "HELLO".getBytes(US_ASCII));
        }
      }
    },

    /** Creates memory of the given name and length. */
    CREATE {
      @Override
      void play(String[] args) throws IOException {
        tell(() -> SharedMemory.create(args[1], Long.parseLong(args[2])));
      }
    },

    /** Attaches the memory behind a token. */
    ATTACH {
      @Override
      void play(String[] args) throws IOException {
        tell(() -> SharedMemory.attach(args[1]));
      }
    };

    abstract void play(String[] args) throws Exception;
  }

  /** Returns the number of messages needed to send {@code bytes} bytes. */
  static long messages(long bytes) {
    long number = 0;
    for (long left = bytes; left > 0; number++) {
      left -= length(number);
    }
    return number;
  }

  private static int length(long number) {
    return (int) (number * 31 % LONGEST) + 1;
  }

  private static byte[] message(long number) {
    byte[] message = new byte[length(number)];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) (number * 7 + i);
    }
    return message;
  }

  private static void shorten(SharedMemory memory) throws IOException {
    try (FileChannel file = FileChannel.open(memory.path(), StandardOpenOption.WRITE)) {
      file.truncate(1);
    }
  }

  private interface Opening {
    SharedMemory open() throws IOException;
  }

  /** Prints the memory's length, or the reason why it can't be opened. */
  private static void tell(Opening opening) throws IOException {
    try (SharedMemory memory = opening.open()) {
      System.out.println("opened " + memory.length());
    } catch (MmapException e) {
      System.out.println(e.getMessage());
    }
  }

  public static void main(String[] args) throws Exception {
    Role.valueOf(args[0]).play(args);
  }
}
