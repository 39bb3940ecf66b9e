package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads truncated memory that is not the library's, just before a call on an intact mapping. The
 * JVM's error must not be translated. Arguments: two files, the number of warm-up calls, the number
 * of rounds.
 */
final class ForeignFaultProgram {
  private enum Call {
    GET {
      @Override
      long loop(MemorySegment foreign, Mmap mmap, int calls) {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
          sum += foreign.get(JAVA_BYTE, PatternFile.GONE) + mmap.get(PatternFile.GONE);
        }
        return sum;
      }
    },
    SET {
      @Override
      long loop(MemorySegment foreign, Mmap mmap, int calls) {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
          sum += foreign.get(JAVA_BYTE, PatternFile.GONE);
          mmap.set(PatternFile.GONE, PatternFile.at(PatternFile.GONE));
        }
        return sum;
      }
    },
    GET_SLICE {
      @Override
      long loop(MemorySegment foreign, Mmap mmap, int calls) {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
          sum += foreign.get(JAVA_BYTE, PatternFile.GONE);
          sum += mmap.getSlice(PatternFile.GONE, PatternFile.GONE + 64)[0];
        }
        return sum;
      }
    },
    FIND {
      @Override
      long loop(MemorySegment foreign, Mmap mmap, int calls) {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
          sum += foreign.get(JAVA_BYTE, PatternFile.GONE);
          sum += mmap.find(PatternFile.NEEDLE, PatternFile.NEEDLE_AT - 100);
        }
        return sum;
      }
    };

    abstract long loop(MemorySegment foreign, Mmap mmap, int calls);
  }

  private ForeignFaultProgram() {}

  public static void main(String[] args) throws IOException {
    Path own = Path.of(args[0]);
    Path other = Path.of(args[1]);
    int warmUp = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    try (PatternFile _ = new PatternFile(own);
        PatternFile truncated = new PatternFile(other);
        Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(other, StandardOpenOption.READ);
        Mmap mmap = Mmap.open(own)) {
      MemorySegment foreign =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, PatternFile.LENGTH, arena);
      for (Call call : Call.values()) {
        for (int i = 0; i < warmUp; i += 20) {
          call.loop(foreign, mmap, 20);
        }
        for (int round = 0; round < rounds; round++) {
          call.loop(foreign, mmap, 20);
          truncated.truncate();
          Check.that(isThrownOn(call, foreign, mmap), call + ": no error in round " + round);
          truncated.grow();
        }
        System.out.println(call + " blames nobody");
      }
    }
  }

  private static boolean isThrownOn(Call call, MemorySegment foreign, Mmap mmap) {
    try {
      call.loop(foreign, mmap, 20);
      Late.error();
      return false;
    } catch (MappingFaultException e) {
      throw new AssertionError(call + ": the mapping is blamed", e);
    } catch (InternalError e) {
      return true;
    }
  }
}
