package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.regex.Match;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import io.github.mmap4j.search.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.PrimitiveIterator;

// This file is long because it lists every call.
/**
 * Every way to touch a mapping's memory, each as a loop of its own, which any number of threads may
 * run. The compiler sees the caller and the called method together, as in a user's hot loop. Each
 * constant states where it must meet its fault when the file is truncated.
 */
enum FaultingCall {
  GET(PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.get(PatternFile.GONE) == PatternFile.at(PatternFile.GONE));
      }
    }
  },
  SET(PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.set(PatternFile.GONE, PatternFile.at(PatternFile.GONE));
        t.done(true);
      }
    }
  },
  GET_SLICE(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(
            PatternFile.are(
                t.mmap.getSlice(PatternFile.FROM, PatternFile.TO),
                PatternFile.FROM,
                PatternFile.TO));
      }
    }
  },
  GET_SLICE_STEP(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        byte[] backwards = t.mmap.getSlice(PatternFile.TO - 1, PatternFile.FROM - 1, -1);
        t.done(
            (backwards[0] & 0xff) == PatternFile.at(PatternFile.TO - 1)
                && backwards.length == PatternFile.TO - PatternFile.FROM);
      }
    }
  },
  SET_SLICE(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.setSlice(PatternFile.FROM, PatternFile.TO, PART);
        t.done(true);
      }
    }
  },
  SET_SLICE_STEP(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.setSlice(PatternFile.TO - 1, PatternFile.FROM - 1, -1, BACKWARDS);
        t.done(true);
      }
    }
  },
  READ(PatternFile.GONE, PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.seek(PatternFile.GONE);
        t.done(PatternFile.are(t.mmap.read(SOME), PatternFile.GONE, PatternFile.GONE + SOME));
      }
    }
  },
  READ_BYTE(PatternFile.GONE, PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.seek(PatternFile.GONE);
        t.done(t.mmap.readByte() == PatternFile.at(PatternFile.GONE));
      }
    }
  },
  READ_LINE(PatternFile.GONE, PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.seek(PatternFile.GONE);
        t.done(PatternFile.are(t.mmap.readLine(), PatternFile.GONE, PatternFile.NEWLINE_AT + 1));
      }
    }
  },
  WRITE(PatternFile.LEFT, PatternFile.FROM) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.seek(PatternFile.FROM);
        t.done(t.mmap.write(PART) == PART.length);
      }
    }
  },
  WRITE_BYTE(PatternFile.GONE, PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.seek(PatternFile.GONE);
        t.mmap.writeByte(PatternFile.at(PatternFile.GONE));
        t.done(true);
      }
    }
  },
  MOVE_FROM(PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        // 239 bytes on, the pattern is the same
        t.mmap.move(PatternFile.GONE - 2 * 239, PatternFile.GONE, SOME);
        t.done(true);
      }
    }
  },
  MOVE_TO(PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.move(PatternFile.GONE, PatternFile.GONE - 2 * 239, SOME);
        t.done(true);
      }
    }
  },
  FIND(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.find(PatternFile.NEEDLE, PatternFile.FROM) == PatternFile.NEEDLE_AT);
      }
    }
  },
  RFIND(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.rfind(PatternFile.NEEDLE, 0) == PatternFile.NEEDLE_AT);
      }
    }
  },
  COUNT(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.count(PatternFile.NEEDLE, 0) == 1);
      }
    }
  },
  CONTAINS(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(!t.mmap.contains(PatternFile.ABSENT));
      }
    }
  },
  FIND_FINDER(PatternFile.LEFT) {
    private final Finder finder = Finder.of(PatternFile.NEEDLE);

    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.find(finder, PatternFile.FROM) == PatternFile.NEEDLE_AT);
      }
    }
  },
  LINES(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.lines().count() == 2);
      }
    }
  },
  LINES_CURSOR(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        Lines.Cursor lines = t.mmap.lines().cursor();
        t.done(
            lines.next()
                && lines.length() == PatternFile.NEWLINE_AT
                && lines.next()
                && lines.end() == PatternFile.LENGTH);
      }
    }
  },
  PATTERN(PatternFile.LEFT) {
    private final BytePattern pattern = BytePattern.compile("\\xfb[\\xfc-\\xff]+");

    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        Match match = pattern.find(t.mmap.asSegment()).orElseThrow();
        t.done(
            match.start() == PatternFile.NEEDLE_AT
                && match.end() == PatternFile.NEEDLE_AT + PatternFile.NEEDLE.length);
      }
    }
  },
  PATTERN_LINES(PatternFile.LEFT) {
    private final BytePattern pattern = BytePattern.compile("\\xfb\\xfc");

    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(
            pattern.lines(t.mmap.asSegment()).mapToLong(Line::offset).sum()
                == PatternFile.NEWLINE_AT + 1);
      }
    }
  },
  ITERATOR(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        PrimitiveIterator.OfInt bytes = t.mmap.iterator();
        int at = 0;
        boolean right = true;
        while (bytes.hasNext()) {
          right &= bytes.nextInt() == PatternFile.at(at++);
          t.check(at <= PatternFile.LEFT || !t.truncated, "the iterator went past the end");
        }
        t.done(right && at == PatternFile.LENGTH);
      }
    }
  },
  INPUT_STREAM(PatternFile.GONE, PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) throws IOException {
      byte[] buffer = new byte[SOME];
      InputStream in = t.mmap.inputStream();
      in.skipNBytes(PatternFile.GONE);
      in.mark(0);
      t.position = () -> PatternFile.LENGTH - in.available();
      for (int i = 0; i < calls; i++) {
        in.reset();
        t.done(
            in.read(buffer) == SOME
                && PatternFile.are(buffer, PatternFile.GONE, PatternFile.GONE + SOME));
      }
    }
  },
  OUTPUT_STREAM(PatternFile.LEFT, 0) {
    @Override
    void loop(Target t, int calls) throws IOException {
      for (int i = 0; i < calls; i++) {
        OutputStream out = t.mmap.outputStream();
        t.position = () -> probe(t.mmap, out);
        out.write(ALL);
        t.done(true);
      }
    }

    /**
     * Returns a stream's position, which the stream doesn't report: writes a byte that occurs
     * nowhere else, and finds it.
     */
    private long probe(Mmap mmap, OutputStream out) throws IOException {
      out.write(PatternFile.ABSENT);
      long at = mmap.find(new byte[] {(byte) PatternFile.ABSENT}, 0, PatternFile.LEFT);
      mmap.set(at, PatternFile.at(at));
      return at;
    }
  },
  CHANNEL_READ(PatternFile.GONE, PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) throws IOException {
      SeekableByteChannel channel = t.mmap.asChannel();
      ByteBuffer buffer = ByteBuffer.allocate(SOME);
      t.position = () -> channel.position() + buffer.position();
      for (int i = 0; i < calls; i++) {
        channel.position(PatternFile.GONE);
        buffer.clear();
        t.done(
            channel.read(buffer) == SOME
                && PatternFile.are(buffer.array(), PatternFile.GONE, PatternFile.GONE + SOME));
      }
    }
  },
  CHANNEL_WRITE(PatternFile.LEFT, PatternFile.FROM) {
    @Override
    void loop(Target t, int calls) throws IOException {
      SeekableByteChannel channel = t.mmap.asChannel();
      ByteBuffer buffer = ByteBuffer.wrap(PART);
      t.position = () -> channel.position() + buffer.position();
      for (int i = 0; i < calls; i++) {
        channel.position(PatternFile.FROM);
        buffer.clear();
        t.done(channel.write(buffer) == PART.length);
      }
    }
  },
  GUARDED(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        long sum =
            t.mmap.guarded(
                s -> {
                  long n = 0;
                  for (long at = 0; at < s.byteSize(); at++) {
                    n += s.get(JAVA_BYTE, at) & 0xff;
                  }
                  return n;
                });
        t.done(sum == SUM);
      }
    }
  },
  GET_INT(PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.get(JAVA_INT, PatternFile.GONE) == IN_ORDER.get(JAVA_INT, PatternFile.GONE));
      }
    }
  },
  /** Begins before the truncated length and ends after it. */
  GET_LONG(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.get(BIG_ENDIAN, ACROSS) == IN_ORDER.get(BIG_ENDIAN, ACROSS));
      }
    }
  },
  SET_SHORT(PatternFile.GONE) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.set(JAVA_SHORT, PatternFile.GONE, IN_ORDER.get(JAVA_SHORT, PatternFile.GONE));
        t.done(true);
      }
    }
  },
  SET_LONG(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.set(BIG_ENDIAN, ACROSS, IN_ORDER.get(BIG_ENDIAN, ACROSS));
        t.done(true);
      }
    }
  },
  COPY_TO_BYTES(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      byte[] target = new byte[PatternFile.TO - PatternFile.FROM];
      for (int i = 0; i < calls; i++) {
        t.mmap.copyTo(PatternFile.FROM, target);
        t.done(PatternFile.are(target, PatternFile.FROM, PatternFile.TO));
      }
    }
  },
  COPY_TO_LONGS(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      long[] target = new long[(PatternFile.TO - PatternFile.FROM) / Long.BYTES];
      for (int i = 0; i < calls; i++) {
        t.mmap.copyTo(BIG_ENDIAN, PatternFile.FROM, target, 0, target.length);
        t.done(Arrays.equals(target, LONGS));
      }
    }
  },
  COPY_TO_BUFFER(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      ByteBuffer target = ByteBuffer.allocateDirect(PatternFile.TO - PatternFile.FROM);
      for (int i = 0; i < calls; i++) {
        target.clear();
        t.mmap.copyTo(PatternFile.FROM, target);
        t.done(!target.hasRemaining() && target.flip().equals(ByteBuffer.wrap(PART)));
      }
    }
  },
  COPY_FROM_BYTES(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.copyFrom(PatternFile.FROM, PART);
        t.done(true);
      }
    }
  },
  COPY_FROM_LONGS(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.mmap.copyFrom(BIG_ENDIAN, PatternFile.FROM, LONGS, 0, LONGS.length);
        t.done(true);
      }
    }
  },
  COPY_FROM_BUFFER(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      ByteBuffer source =
          ByteBuffer.allocateDirect(PatternFile.TO - PatternFile.FROM)
              .put(PatternFile.bytes(PatternFile.FROM, PatternFile.TO));
      for (int i = 0; i < calls; i++) {
        source.clear();
        t.mmap.copyFrom(PatternFile.FROM, source);
        t.done(!source.hasRemaining());
      }
    }
  },
  GUARDED_LONG(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) {
      for (int i = 0; i < calls; i++) {
        t.done(t.mmap.guardedLong(FaultingCall::sum) == SUM);
      }
    }
  },
  /** The body reads zeros, and then throws an exception of its own. */
  GUARDED_THROWS(PatternFile.LEFT) {
    @Override
    void loop(Target t, int calls) throws IOException {
      for (int i = 0; i < calls; i++) {
        boolean[] failed = {false};
        try {
          t.mmap.guarded(s -> compare(s, failed));
        } catch (MappingFaultException e) {
          // Without a guard, the virtual machine's own error may come first.
          boolean isCause = e.getCause() instanceof IOException;
          t.check(
              isCause == failed[0] || e.getCause() instanceof InternalError,
              "the cause: " + e.getCause());
          throw e;
        }
        t.done(true);
      }
    }

    private Void compare(MemorySegment s, boolean[] failed) throws IOException {
      for (long at = 0; at < s.byteSize(); at++) {
        if ((s.get(JAVA_BYTE, at) & 0xff) != PatternFile.at(at)) {
          failed[0] = true;
          throw new IOException("another byte at " + at);
        }
      }
      return null;
    }
  };

  /** The mapping's position before each call, which calls that do not move it must keep. */
  static final int UNMOVED = 7;

  /**
   * The number of bytes in a short copy, for which the JDK uses another loop than for a long one.
   */
  private static final int SOME = 60;

  private static final ValueLayout.OfLong BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** The offset of a long whose first three bytes remain after truncation. */
  private static final int ACROSS = PatternFile.LEFT - 3;

  private static final byte[] PART = PatternFile.bytes(PatternFile.FROM, PatternFile.TO);
  private static final byte[] BACKWARDS = backwards(PART);
  private static final byte[] ALL = PatternFile.bytes(0, PatternFile.LENGTH);
  private static final long SUM = sum(MemorySegment.ofArray(ALL));

  /** The file's bytes in memory with a mapping's alignment. */
  private static final MemorySegment IN_ORDER =
      Arena.global()
          .allocate(PatternFile.LENGTH, PatternFile.PAGE)
          .copyFrom(MemorySegment.ofArray(ALL));

  private static final long[] LONGS =
      IN_ORDER.asSlice(PatternFile.FROM, PART.length).toArray(BIG_ENDIAN);

  private final int faultsAt;
  private final int position;

  FaultingCall(int faultsAt) {
    this(faultsAt, UNMOVED);
  }

  FaultingCall(int faultsAt, int position) {
    this.faultsAt = faultsAt;
    this.position = position;
  }

  /** Returns the offset that the fault must report. */
  int faultsAt() {
    return faultsAt;
  }

  /** Calls the method {@code calls} times, and reports each call that returned to {@code t}. */
  abstract void loop(Target t, int calls) throws IOException;

  /** Returns the position that is required after the fault. */
  int position() {
    return position;
  }

  private static byte[] backwards(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  private static long sum(MemorySegment s) {
    long sum = 0;
    for (long at = 0; at < s.byteSize(); at++) {
      sum += s.get(JAVA_BYTE, at) & 0xff;
    }
    return sum;
  }
}
