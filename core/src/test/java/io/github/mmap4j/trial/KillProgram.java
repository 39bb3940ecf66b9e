package io.github.mmap4j.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Appender;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes a file's length through its mapping until it is killed, and records in a journal what it
 * is about to do and what it has flushed. Arguments: a {@link Work}; the file; the journal; a seed.
 */
public final class KillProgram {
  static final int SHORTEST = Mmap.PAGESIZE;
  private static final int LONGEST = 1 << 20;
  private static final int RESIZES_TO_A_FLUSH = 10;
  private static final int FLUSHES_TO_A_MAPPING = 4;
  private static final int APPENDS_TO_A_FLUSH = 10;
  private static final int LONGEST_APPENDED = 30_000;

  /** The minimum number of bytes by which an appender extends a short mapping. */
  private static final long LEAST_GROWTH = 1 << 16;

  /** The work during which the process is killed. */
  enum Work {
    RESIZE,
    PREALLOCATE,
    RESIZE_BY_CHANNEL,
    APPEND
  }

  /**
   * A line of the journal, written before a change: the bounds of the file's length during the
   * change, and the flushed length.
   */
  record Entry(long from, long to, long flushed) {
    static final Entry FIRST = new Entry(SHORTEST, SHORTEST, 0);

    static Entry parse(String line) {
      String[] numbers = line.split(" ");
      return new Entry(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    /** Returns the last complete line. A change whose line is incomplete has not begun. */
    static Entry last(String journal) {
      List<String> lines = journal.substring(0, journal.lastIndexOf('\n') + 1).lines().toList();
      return lines.isEmpty() ? FIRST : parse(lines.getLast());
    }

    /**
     * Returns whether the file may have this length. An appender extends the file in advance, past
     * what is appended.
     */
    boolean allows(Work work, long length) {
      return work == Work.APPEND
          ? length >= Math.min(from, to) && length <= 2 * (Math.max(from, to) + LEAST_GROWTH)
          : length == from || length == to;
    }

    @Override
    public String toString() {
      return from + " " + to + " " + flushed;
    }
  }

  private final Work work;
  private final FileChannel file;
  private final FileChannel journal;
  private final SplittableRandom random;
  private long length = SHORTEST;
  private long flushed;

  private KillProgram(Work work, FileChannel file, FileChannel journal, SplittableRandom random) {
    this.work = work;
    this.file = file;
    this.journal = journal;
    this.random = random;
  }

  public static void main(String[] args) throws IOException {
    Work work = Work.valueOf(args[0]);
    Path path = Path.of(args[1]);
    try (FileChannel file =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel journal = FileChannel.open(Path.of(args[2]), StandardOpenOption.WRITE)) {
      KillProgram program =
          new KillProgram(work, file, journal, new SplittableRandom(Long.parseLong(args[3])));
      while (true) {
        program.mapping(path);
      }
    }
  }

  /**
   * Returns the byte that belongs at an offset. It is never zero, unlike bytes that were never
   * written.
   */
  static byte at(long offset) {
    return (byte) (1 + offset % 251);
  }

  private MmapBuilder builder(Path path) {
    return switch (work) {
      case RESIZE, APPEND -> Mmap.builder().path(path);
      case PREALLOCATE -> Mmap.builder().path(path).preallocate();
      case RESIZE_BY_CHANNEL -> Mmap.builder().channel(file);
    };
  }

  private void mapping(Path path) throws IOException {
    try (Mmap m = builder(path).map()) {
      if (work == Work.APPEND) {
        append(m);
        return;
      }
      for (int i = 0; i < FLUSHES_TO_A_MAPPING; i++) {
        for (int j = 0; j < RESIZES_TO_A_FLUSH; j++) {
          resize(m, random.nextLong(SHORTEST, LONGEST));
        }
        fillAndFlush(m);
      }
    }
  }

  private void fillAndFlush(Mmap m) throws IOException {
    fill(m);
    m.flush();
    flushed();
  }

  private void flushed() throws IOException {
    write(new Entry(length, length, length));
    flushed = length;
  }

  private void append(Mmap m) throws IOException {
    resize(m, SHORTEST);
    fillAndFlush(m);
    try (Appender appender = m.appender()) {
      for (int i = 0; i < FLUSHES_TO_A_MAPPING; i++) {
        for (int j = 0; j < APPENDS_TO_A_FLUSH; j++) {
          byte[] bytes = new byte[random.nextInt(LONGEST_APPENDED)];
          for (int k = 0; k < bytes.length; k++) {
            bytes[k] = at(length + k);
          }
          write(new Entry(flushed, length + bytes.length, flushed));
          appender.write(bytes);
          length += bytes.length;
        }
        appender.flush();
        flushed();
      }
    }
  }

  private void resize(Mmap m, long to) throws IOException {
    flushed = Math.min(flushed, to); // bytes that are cut off must be lost
    write(new Entry(length, to, flushed));
    m.resize(to);
    length = to;
  }

  private void fill(Mmap m) {
    byte[] bytes = new byte[Math.toIntExact(m.length())];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = at(i);
    }
    m.setSlice(0, m.length(), bytes);
  }

  private void write(Entry entry) throws IOException {
    journal.write(ByteBuffer.wrap((entry + "\n").getBytes(US_ASCII)));
  }
}
