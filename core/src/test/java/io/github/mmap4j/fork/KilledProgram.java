package io.github.mmap4j.fork;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Appender;
import io.github.mmap4j.Follower;
import io.github.mmap4j.Mmap;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Works on files until it is killed, and says what is done. Arguments: the role, the path, and the
 * number of the first record.
 */
public final class KilledProgram {
  static final int LENGTH = 3 * Mmap.PAGESIZE + 10;

  private static final int RECORDS_TO_A_FLUSH = 50;
  private static final int LONGEST = 3000;

  private KilledProgram() {}

  enum Role {
    /** Creates files in the folder and fills them, and says the number of each that is flushed. */
    CREATE {
      @Override
      void play(Path path, int first) throws Exception {
        for (int i = first; ; i++) {
          try (Mmap m = Mmap.create(path.resolve("" + i), LENGTH)) {
            m.setSlice(0, content(i));
            m.flush();
          }
          System.out.println(i);
        }
      }
    },

    /** Appends to the file, and says the number of each record that is appended. */
    APPEND {
      @Override
      void play(Path path, int first) throws Exception {
        try (Appender appender = Appender.open(path)) {
          for (int i = first; ; i++) {
            appender.write(record(i));
            if (i % RECORDS_TO_A_FLUSH == 0) {
              appender.flush();
            }
            System.out.println(i);
          }
        }
      }
    },

    /** Opens and closes an appender for each record. */
    APPEND_ANEW {
      @Override
      void play(Path path, int first) throws Exception {
        for (int i = first; ; i++) {
          try (Appender appender = Appender.open(path)) {
            appender.write(record(i));
          }
          System.out.println(i);
        }
      }
    },

    /** Follows the file, and says the number of each line. */
    FOLLOW {
      @Override
      void play(Path path, int first) throws Exception {
        try (Follower follower = Follower.open(path)) {
          while (true) {
            if (follower.next(Duration.ofSeconds(1)) == Follower.Event.LINE) {
              System.out.println(follower.line(US_ASCII).split(" ", 2)[0]);
            }
          }
        }
      }
    };

    abstract void play(Path path, int first) throws Exception;
  }

  /** Returns the bytes of a file; none is zero. */
  static byte[] content(int number) {
    byte[] content = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      content[i] = (byte) (1 + (number + i) % 100);
    }
    return content;
  }

  /** Returns a line that begins with its number, and whose length depends on it. */
  static byte[] record(int number) {
    return (number + " " + "x".repeat(number * 31 % LONGEST) + "\n").getBytes(US_ASCII);
  }

  public static void main(String[] args) throws Exception {
    System.out.println("begun");
    Role.valueOf(args[0]).play(Path.of(args[1]), Integer.parseInt(args[2]));
  }
}
