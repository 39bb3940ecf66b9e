package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.SegmentGuard;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.regex.Match;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Lines;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.zip.CRC32C;

/**
 * Reads segments of {@code FileChannel.map} under a guard while it truncates the file, in cold and
 * then in compiled code. Arguments: a file to create, the number of warm-up calls, the number of
 * rounds.
 */
final class SegmentReadsProgram {
  private static final int[] HISTOGRAM = new int[256];
  private static final boolean[] LETTERS = new boolean[256];

  /** Reads a whole segment; the result is the same as long as the file is whole. */
  private enum Read {
    HISTOGRAM_OF_BYTES {
      @Override
      long of(MemorySegment s) {
        int[] counts = HISTOGRAM;
        for (long i = 0; i < s.byteSize(); i++) {
          counts[s.get(JAVA_BYTE, i) & 0xff]++;
        }
        return s.byteSize();
      }
    },
    SUM_OF_INTS {
      @Override
      long of(MemorySegment s) {
        int sum = 0;
        for (long i = 0; i + Integer.BYTES <= s.byteSize(); i += Integer.BYTES) {
          sum += s.get(JAVA_INT_UNALIGNED, i);
        }
        return sum;
      }
    },
    TABLE {
      @Override
      long of(MemorySegment s) {
        int letters = 0;
        for (long i = 0; i < s.byteSize(); i++) {
          int b = s.get(JAVA_BYTE, i) & 0xff;
          letters += Character.isLetter(b) || LETTERS[b] ? 1 : 0;
        }
        return letters;
      }
    },
    BOXED {
      @Override
      long of(MemorySegment s) {
        long sum = 0;
        for (long i = 0; i < s.byteSize(); i += 64) {
          Byte boxed = s.get(JAVA_BYTE, i);
          sum += boxed;
        }
        return sum;
      }
    },
    MISMATCH {
      @Override
      long of(MemorySegment s) {
        return s.mismatch(MemorySegment.ofArray(PatternFile.bytes(0, (int) s.byteSize())));
      }
    },
    CHECKSUM {
      @Override
      long of(MemorySegment s) {
        CRC32C sum = new CRC32C();
        sum.update(s.asByteBuffer());
        return sum.getValue();
      }
    },
    COPY {
      @Override
      long of(MemorySegment s) {
        return s.toArray(JAVA_BYTE).length;
      }
    },
    OTHER_THREAD {
      @Override
      long of(MemorySegment s) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
          return threads.submit(() -> COPY.of(s)).get();
        }
      }
    };

    abstract long of(MemorySegment s) throws Exception;
  }

  /** Throws on a fault without {@link SegmentGuard#guarded}. */
  private enum Call {
    FIND {
      @Override
      long of(MemorySegment s) {
        return Finder.of(PatternFile.NEEDLE).find(s);
      }
    },
    FIND_ABSENT {
      @Override
      long of(MemorySegment s) {
        return Finder.of(new byte[] {(byte) PatternFile.ABSENT}).rfind(s);
      }
    },
    COUNT {
      @Override
      long of(MemorySegment s) {
        return Finder.of(new byte[] {11, 12}).count(s);
      }
    },
    LINES {
      @Override
      long of(MemorySegment s) {
        return Lines.of(s).stream().count();
      }
    },
    PATTERN {
      @Override
      long of(MemorySegment s) {
        return BytePattern.compile("\\xFB\\xFC+\\xFD").find(s).map(Match::start).orElse(-1L);
      }
    },
    SET_SLICE {
      @Override
      long of(MemorySegment s) {
        try (Mmap m = Mmap.anonymous(s.byteSize())) {
          m.setSlice(0, s);
          return m.get(-1);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    };

    abstract long of(MemorySegment s);
  }

  private SegmentReadsProgram() {}

  public static void main(String[] args) throws Exception {
    int warmUp = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    Path path = Path.of(args[0]);
    try (PatternFile file = new PatternFile(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      for (Read read : Read.values()) {
        warm(channel, warmUp, read::of);
        for (int round = 0; round < rounds; round++) {
          meetAFault(read, file, channel);
        }
        System.out.println(read);
      }
      for (Call call : Call.values()) {
        warm(channel, warmUp, call::of);
        for (int round = 0; round < rounds; round++) {
          meetAFault(call, file, channel, round % 2 == 0);
        }
        System.out.println(call);
      }
    }
  }

  private static void meetAFault(Read read, PatternFile file, FileChannel channel)
      throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment s = map(channel, arena);
      try (SegmentGuard guard = SegmentGuard.of(arena, s)) {
        long whole = guard.guarded(() -> read.of(s));
        file.truncate();
        expect(read, () -> guard.guarded(() -> read.of(s)));
        Check.that(guard.hasFaulted(), read + " has met no fault");
        // The remaining bytes are still the file's, and the lost bytes stay lost.
        MemorySegment left = s.asSlice(0, PatternFile.LEFT);
        Check.that(left.mismatch(file(left)) < 0, "what is left has changed");
        file.grow();
        expect(read, () -> guard.guarded(() -> read.of(s)));
        try (Arena anew = Arena.ofShared()) {
          Check.same(whole, read.of(map(channel, anew)), read + " of a new mapping");
        }
      }
    }
  }

  private static void meetAFault(Call call, PatternFile file, FileChannel channel, boolean tied)
      throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment s = map(channel, arena);
      MemorySegment left = s.asSlice(0, PatternFile.LEFT);
      long ofWhole;
      long ofLeft;
      try (SegmentGuard guard = tied ? SegmentGuard.of(arena, s) : SegmentGuard.of(s)) {
        ofWhole = call.of(s);
        file.truncate();
        expect(call, () -> call.of(s));
        Check.that(guard.hasFaulted(), call + " has met no fault");
        expect(call, () -> call.of(s));
        file.grow();
        expect(call, () -> call.of(s));
        ofLeft = call.of(left);
      }
      // The zeros are still mapped, and must not be taken for the file's bytes.
      expect(call, () -> call.of(s));
      Check.same(ofLeft, call.of(left), call + " of what is left");
      try (Arena anew = Arena.ofShared()) {
        Check.same(ofWhole, call.of(map(channel, anew)), call + " of a new mapping");
      }
    }
  }

  private interface Body {
    long of(MemorySegment s) throws Exception;
  }

  private static void warm(FileChannel channel, int warmUp, Body body) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment s = map(channel, arena);
      try (SegmentGuard guard = SegmentGuard.of(arena, s)) {
        for (int i = 0; i < warmUp; i++) {
          guard.guarded(() -> body.of(s));
        }
      }
    }
  }

  private static MemorySegment map(FileChannel channel, Arena arena) throws IOException {
    return channel.map(FileChannel.MapMode.READ_ONLY, 0, PatternFile.LENGTH, arena);
  }

  private static MemorySegment file(MemorySegment part) {
    return MemorySegment.ofArray(PatternFile.bytes(0, (int) part.byteSize()));
  }

  private static void expect(Object what, Check.Body body) {
    MappingFaultException e = Check.thrown(MappingFaultException.class, body);
    Check.same((long) PatternFile.LEFT, e.offset(), what + ": the offset");
    Check.same((long) PatternFile.LENGTH, e.mappingLength(), what + ": the length");
    Check.same(MappingFaultException.UNKNOWN, e.fileSize(), what + ": the file's size");
  }
}
