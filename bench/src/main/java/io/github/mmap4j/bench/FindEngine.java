package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.RandomAccessInput;

/** The implementations that are compared. */
public enum FindEngine {
  /** A sum of the whole text; no search can be faster than this. */
  READ_LIMIT {
    @Override
    Search prepare(MappedText text, Absent absent) {
      MemorySegment segment = text.segment();
      return () -> ReadLimit.sum(segment, 0, segment.byteSize());
    }
  },

  MMAP4J {
    @Override
    Search prepare(MappedText text, Absent absent) {
      MemorySegment segment = text.segment();
      Finder finder = Finder.of(absent.bytes());
      return () -> finder.find(segment);
    }
  },

  MMAP4J_RFIND {
    @Override
    Search prepare(MappedText text, Absent absent) {
      MemorySegment segment = text.segment();
      Finder finder = Finder.of(absent.bytes());
      return () -> finder.rfind(segment);
    }
  },

  /** {@code memchr} for one byte and {@code memmem} for more, on a copy in private memory. */
  LIBC {
    @Override
    Search prepare(MappedText text, Absent absent) {
      Arena arena = Arena.ofShared();
      MemorySegment copy = arena.allocate(text.segment().byteSize()).copyFrom(text.segment());
      MemorySegment needle =
          arena.allocate(absent.bytes().length).copyFrom(MemorySegment.ofArray(absent.bytes()));
      return new Search() {
        @Override
        public long run() {
          return Libc.find(copy, needle);
        }

        @Override
        public void close() {
          arena.close();
        }
      };
    }
  },

  /** {@code String.indexOf} on a copy of the text as a Latin-1 string. */
  STRING {
    @Override
    Search prepare(MappedText text, Absent absent) throws IOException {
      String copy = Files.readString(text.corpus().path(), ISO_8859_1);
      String needle = absent.text();
      return needle.length() == 1
          ? () -> copy.indexOf(needle.charAt(0))
          : () -> copy.indexOf(needle);
    }
  },

  /** A loop over the bytes of the JDK's mapped buffer. */
  BYTE_BUFFER {
    @Override
    Search prepare(MappedText text, Absent absent) throws IOException {
      MappedByteBuffer buffer = text.buffer();
      byte[] needle = absent.bytes();
      return () -> find(buffer, needle);
    }

    private static long find(ByteBuffer text, byte[] needle) {
      int end = text.limit() - needle.length;
      for (int at = 0; at <= end; at++) {
        if (text.get(at) == needle[0]) {
          int i = 1;
          while (i < needle.length && text.get(at + i) == needle[i]) {
            i++;
          }
          if (i == needle.length) {
            return at;
          }
        }
      }
      return -1;
    }
  },

  /** A loop over the bytes of Agrona's buffer. */
  AGRONA {
    @Override
    Search prepare(MappedText text, Absent absent) throws IOException {
      UnsafeBuffer buffer = new UnsafeBuffer(text.buffer());
      byte[] needle = absent.bytes();
      return () -> find(buffer, needle);
    }

    private static long find(UnsafeBuffer text, byte[] needle) {
      int end = text.capacity() - needle.length;
      for (int at = 0; at <= end; at++) {
        if (text.getByte(at) == needle[0]) {
          int i = 1;
          while (i < needle.length && text.getByte(at + i) == needle[i]) {
            i++;
          }
          if (i == needle.length) {
            return at;
          }
        }
      }
      return -1;
    }
  },

  /** A loop over the bytes of Lucene's input, which reads a memory segment. */
  LUCENE {
    @Override
    Search prepare(MappedText text, Absent absent) throws IOException {
      Path path = text.corpus().path();
      Directory folder = new MMapDirectory(path.getParent());
      IndexInput input = folder.openInput(path.getFileName().toString(), IOContext.DEFAULT);
      RandomAccessInput bytes = input.randomAccessSlice(0, input.length());
      byte[] needle = absent.bytes();
      return new Search() {
        @Override
        public long run() throws IOException {
          return find(bytes, needle);
        }

        @Override
        public void close() throws IOException {
          input.close();
          folder.close();
        }
      };
    }

    private static long find(RandomAccessInput text, byte[] needle) throws IOException {
      long end = text.length() - needle.length;
      for (long at = 0; at <= end; at++) {
        if (text.readByte(at) == needle[0]) {
          int i = 1;
          while (i < needle.length && text.readByte(at + i) == needle[i]) {
            i++;
          }
          if (i == needle.length) {
            return at;
          }
        }
      }
      return -1;
    }
  };

  /** A search that is ready to run. */
  interface Search {
    /** {@return the offset of the bytes, or -1} */
    long run() throws IOException;

    default void close() throws IOException {}
  }

  abstract Search prepare(MappedText text, Absent absent) throws IOException;
}
