package io.github.mmap4j.share;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.fork.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uses a name in another process until its input ends. Arguments: the role and the name. */
public final class LostNamesProgram {
  static final int LENGTH = 5000;

  private LostNamesProgram() {}

  enum Role {
    /** Creates the memory, and keeps it. */
    OWN {
      @Override
      void play(String name) throws Exception {
        SharedMemory made = SharedMemory.create(name, LENGTH);
        try (Mmap m = made.map()) {
          m.write("hello".getBytes(StandardCharsets.US_ASCII));
        }
        System.out.println("made");
        while (System.in.read() >= 0) {}
      }
    },

    /** Creates and closes the memory again and again. */
    LOOP {
      @Override
      void play(String name) throws Exception {
        System.out.println("begun");
        while (!Ended.isEnded()) {
          try (SharedMemory made = SharedMemory.create(name, LENGTH)) {
            Check.that(made.isOwner(), "not the owner");
          } catch (MmapException e) {
            Check.that(e.errnoName().equals("EEXIST"), e.toString());
          }
        }
      }
    },

    /** Unlinks the name again and again, as this library and as other programs do. */
    UNLINK {
      @Override
      void play(String name) throws Exception {
        System.out.println("begun");
        while (!Ended.isEnded()) {
          SharedMemory.unlink(name);
          Files.deleteIfExists(Path.of("/dev/shm", name));
        }
      }
    };

    abstract void play(String name) throws Exception;
  }

  /** Notices the end of the input. */
  private static final class Ended {
    private static volatile boolean ended;

    static {
      Thread.ofPlatform().daemon().start(Ended::read);
    }

    private static void read() {
      try {
        while (System.in.read() >= 0) {}
      } catch (IOException e) {
        // The parent is gone.
      }
      ended = true;
    }

    static boolean isEnded() {
      return ended;
    }
  }

  public static void main(String[] args) throws Exception {
    Role.valueOf(args[0]).play(args[1]);
  }
}
