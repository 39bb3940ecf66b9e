package io.github.mmap4j.share;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.fork.Check;
import java.io.IOException;
import java.time.Duration;

/** Another process that shares memory. Arguments: what to do, and the memory's name or token. */
public final class ShareProgram {
  private static final long PATIENCE_SECONDS = 60;

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

    /** Adds one, very often, by each kind of operation. */
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

    /** Makes memory by name, and lives until its input ends. */
    OWN {
      @Override
      void play(String[] args) throws Exception {
        SharedMemory made = SharedMemory.create(args[1], Long.parseLong(args[2]));
        System.out.println("made " + made.length());
        while (System.in.read() >= 0) {}
      }
    },

    /** Sets the int at 0 to what the other waits for, after that has begun to wait. */
    SIGNAL {
      @Override
      void play(String[] args) throws Exception {
        try (SharedMemory memory = SharedMemory.open(args[1]);
            SharedWords words = memory.words()) {
          Check.that(
              words.waitWhile(4, 0, Duration.ofSeconds(PATIENCE_SECONDS)), "nobody has begun");
          words.setInt(0, 1);
          words.wake(0);
        }
      }
    },

    /** Opens the name. */
    OPEN {
      @Override
      void play(String[] args) throws IOException {
        tell(() -> SharedMemory.open(args[1]));
      }
    },

    /** Makes memory of that name and length. */
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

  private interface Opening {
    SharedMemory open() throws IOException;
  }

  /** Prints the memory's length, or why it can't be opened. */
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
