package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Calls of JDK methods whose loops run in stubs, native code, vector code or the kernel. */
enum LibraryBody implements SampleBody {
  MISMATCH(s -> s.asSlice(FROM, TO - FROM).mismatch(copy())),
  MISMATCH_OF_VIEWS(
      s -> MemorySegment.mismatch(s, FROM, TO, s, FROM + 239, TO + 239)), // the pattern's period
  COPY_FROM(
      s -> {
        s.asSlice(FROM, TO - FROM).copyFrom(copy());
        return "copied";
      }),
  COPY_WITHIN(
      s -> {
        // 239 bytes further on, the pattern repeats. Zeros must not be copied into the remaining
        // part.
        s.asSlice(PatternFile.GONE + 239, 600).copyFrom(s.asSlice(PatternFile.GONE, 600));
        return "copied";
      }),
  TO_ARRAY(s -> Arrays.hashCode(s.asSlice(FROM, TO - FROM).toArray(JAVA_BYTE))),
  COPY_OF_INTS(
      s -> {
        int[] ints = new int[(TO - FROM) / Integer.BYTES];
        MemorySegment.copy(s, ValueLayout.JAVA_INT_UNALIGNED, FROM + 1, ints, 0, ints.length);
        return Arrays.hashCode(ints);
      }),
  COPY_IN_OTHER_ORDER(
      s -> {
        long[] longs = new long[(TO - FROM) / Long.BYTES];
        MemorySegment.copy(
            s,
            JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN),
            FROM,
            MemorySegment.ofArray(longs),
            JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
            0,
            longs.length);
        return Arrays.hashCode(longs);
      }),
  FILL(
      s -> {
        s.asSlice(FROM, TO - FROM).fill((byte) 1);
        s.asSlice(FROM, TO - FROM).copyFrom(copy());
        return "filled";
      }),
  ALLOCATE_FROM(
      s -> {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment own = arena.allocateFrom(JAVA_BYTE, s, JAVA_BYTE, FROM, TO - FROM);
          return Arrays.hashCode(own.toArray(JAVA_BYTE));
        }
      }),
  GET_STRING(
      s -> {
        try {
          return s.getString(FROM, ISO_8859_1);
        } catch (IndexOutOfBoundsException e) {
          return "a string without an end, as there is no zero";
        }
      }),
  ELEMENTS(
      s -> s.asSlice(FROM, TO - FROM).elements(JAVA_INT).mapToLong(e -> e.get(JAVA_INT, 0)).sum()),
  CRC_32(s -> sum(new CRC32(), s)),
  CRC_32C(s -> sum(new CRC32C(), s)),
  ADLER_32(s -> sum(new Adler32(), s)),
  SHA_256(s -> digest("SHA-256", s)),
  MD5(s -> digest("MD5", s)),
  DEFLATER(
      s -> {
        try (Deflater deflater = new Deflater()) {
          byte[] out = new byte[2 * PatternFile.LENGTH];
          deflater.setInput(s.asByteBuffer());
          deflater.finish();
          return deflater.deflate(out) + " " + Arrays.hashCode(out);
        }
      }),
  INFLATER_INPUT(
      s -> {
        byte[] out = new byte[PatternFile.PAGE];
        try (Inflater inflater = new Inflater(true)) {
          inflater.setInput(s.asSlice(PatternFile.LEFT).asByteBuffer());
          return inflater.inflate(out) + " " + Arrays.hashCode(out);
        } catch (DataFormatException e) {
          return e.getMessage() + " " + Arrays.hashCode(out);
        }
      }),
  INFLATER_OUTPUT(
      s -> {
        try (Inflater inflater = new Inflater()) {
          inflater.setInput(Deflated.PART);
          return inflater.inflate(part(s)) + " " + inflater.getAdler();
        }
      }),
  BUFFERS_COMPARED(s -> part(s).compareTo(ByteBuffer.wrap(bytes()))),
  BUFFERS_EQUAL(s -> part(s).equals(ByteBuffer.wrap(bytes()))),
  BUFFER_HASH(s -> part(s).hashCode()),
  BUFFER_LONGS(
      s -> {
        ByteBuffer buffer = part(s);
        long sum = 0;
        while (buffer.hasRemaining()) {
          sum += buffer.getLong();
        }
        return sum;
      }),
  BUFFER_BULK(
      s -> {
        byte[] bytes = new byte[TO - FROM];
        part(s).get(bytes);
        float[] floats = new float[10];
        s.asByteBuffer().asFloatBuffer().get(PatternFile.LEFT / Float.BYTES - 5, floats);
        return Arrays.hashCode(bytes) + Arrays.hashCode(floats);
      }),
  DECODE_ISO(s -> ISO_8859_1.decode(part(s)).toString()),
  DECODE_UTF_8(s -> UTF_8.decode(part(s)).toString()),
  ENCODE(
      s -> {
        CharSequence text = ISO_8859_1.decode(ByteBuffer.wrap(bytes()));
        return ISO_8859_1
            .newEncoder()
            .encode(java.nio.CharBuffer.wrap(text), part(s), true)
            .toString();
      }),
  BASE_64(s -> ISO_8859_1.decode(Base64.getEncoder().encode(part(s))).toString()),
  SORT_OF_A_COPY(
      s -> {
        byte[] bytes = s.asSlice(FROM, TO - FROM).toArray(JAVA_BYTE);
        int[] ints = s.asSlice(FROM, TO - FROM).toArray(JAVA_INT);
        Arrays.sort(bytes);
        Arrays.parallelSort(ints);
        return Arrays.hashCode(bytes) + Arrays.hashCode(ints);
      }),
  MEMCHR(s -> Libc.memchr(s.asSlice(FROM, TO - FROM))),
  MEMCHR_CRITICAL(s -> Libc.memchrCritical(s.asSlice(FROM, TO - FROM))),
  STRNLEN(s -> Libc.strnlen(s.asSlice(FROM, TO - FROM))),
  MEMCMP(s -> Libc.memcmp(s.asSlice(FROM, TO - FROM), s.asSlice(FROM + 239, TO - FROM))),
  VECTORS(
      s -> {
        return VectorBody.sum(s, FROM, TO);
      }) {
    @Override
    public String obstacle() {
      return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
          ? null
          : "needs jdk.incubator.vector";
    }
  },
  FILE_WRITE(s -> write(part(s)), true),
  FILE_WRITE_GATHERED(
      s -> write(ByteBuffer.wrap(new byte[5]), part(s), ByteBuffer.wrap(new byte[5])), true),
  FILE_READ(s -> read(part(s)), true),
  PIPE_WRITE(
      s -> {
        java.nio.channels.Pipe pipe = java.nio.channels.Pipe.open();
        try (var sink = pipe.sink();
            var source = pipe.source()) {
          ByteBuffer buffer = part(s);
          while (buffer.hasRemaining()) {
            sink.write(buffer);
          }
          return source.read(ByteBuffer.allocate(TO - FROM));
        }
      },
      true);

  private interface Call {
    Object with(MemorySegment memory) throws Exception;
  }

  private final Call call;
  private final boolean inTheKernel;

  LibraryBody(Call call) {
    this(call, false);
  }

  LibraryBody(Call call, boolean inTheKernel) {
    this.call = call;
    this.inTheKernel = inTheKernel;
  }

  @Override
  public Object of(MemorySegment memory) throws Exception {
    return call.with(memory);
  }

  /** Not run on riscv64, where the kernel (Linux 7.2.13) may not return. */
  @Override
  public String obstacle() {
    return (this == FILE_WRITE || this == FILE_WRITE_GATHERED)
            && System.getProperty("os.arch").equals("riscv64")
        ? "the kernel may not return on riscv64"
        : null;
  }

  @Override
  public boolean isInTheKernel() {
    return inTheKernel;
  }

  @Override
  public boolean isFitForRaces() {
    return this != COPY_WITHIN && this != FILL;
  }

  private static byte[] bytes() {
    return PatternFile.bytes(FROM, TO);
  }

  private static MemorySegment copy() {
    return MemorySegment.ofArray(bytes());
  }

  private static ByteBuffer part(MemorySegment s) {
    return s.asSlice(FROM, TO - FROM).asByteBuffer();
  }

  private static long sum(Checksum checksum, MemorySegment s) {
    checksum.update(s.asByteBuffer());
    return checksum.getValue();
  }

  private static String digest(String algorithm, MemorySegment s) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    digest.update(s.asByteBuffer());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static long write(ByteBuffer... buffers) throws Exception {
    Path file = Files.createTempFile("mmap4j", "written");
    try (GatheringByteChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long count = 0;
      while (buffers[buffers.length - 1].hasRemaining()) {
        count += out.write(buffers);
      }
      return count;
    } finally {
      Files.delete(file);
    }
  }

  private static long read(ByteBuffer buffer) throws Exception {
    Path file = Files.createTempFile("mmap4j", "read");
    Files.write(file, bytes());
    try (ScatteringByteChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long count = 0;
      while (buffer.hasRemaining()) {
        count += in.read(new ByteBuffer[] {buffer});
      }
      return count;
    } finally {
      Files.delete(file);
    }
  }

  /** A part of the file in compressed form. */
  private static final class Deflated {
    static final byte[] PART = deflated();

    private static byte[] deflated() {
      byte[] out = new byte[2 * (TO - FROM)];
      try (Deflater deflater = new Deflater()) {
        deflater.setInput(bytes());
        deflater.finish();
        return Arrays.copyOf(out, deflater.deflate(out));
      }
    }
  }
}
