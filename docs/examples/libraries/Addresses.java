import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import com.github.luben.zstd.Zstd;
import com.sun.jna.Pointer;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import io.github.mmap4j.Hold;
import io.github.mmap4j.Mmap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import net.jpountz.lz4.LZ4Factory;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.RootAllocator;
import org.xerial.snappy.Snappy;

/**
 * Libraries that read memory by its raw address, which must not be unmapped meanwhile: each reads
 * held memory, in a JVM of its own.
 */
final class Addresses {
  private static final byte[] TEXT = Row.ascii("read by address");

  private Addresses() {}

  /** Returns the bytes of the file that the library reads. */
  private interface Content {
    byte[] bytes() throws Exception;
  }

  /** Hands the held memory to the library, and returns what reads the text through the library. */
  private interface Use {
    Callable<byte[]> of(MemorySegment held) throws Exception;
  }

  /** A library, with the options that its JVM needs. */
  private record Library(Row row, List<String> options, Content content, Use use) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(
              new Row("agrona", "Agrona %s: `UnsafeBuffer`", "`segment().asByteBuffer()`"),
              List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"),
              () -> TEXT,
              held -> {
                UnsafeBuffer buffer = new UnsafeBuffer(held.asByteBuffer());
                return () -> filled(text -> buffer.getBytes(0, text));
              }),
          new Library(
              new Row(
                  "lz4-java",
                  "lz4-java %s: `LZ4Factory.nativeInstance`",
                  "`segment().asByteBuffer()`"),
              List.of(),
              () -> LZ4Factory.nativeInstance().fastCompressor().compress(TEXT),
              held ->
                  () -> {
                    ByteBuffer text = ByteBuffer.allocateDirect(TEXT.length);
                    LZ4Factory.nativeInstance()
                        .safeDecompressor()
                        .decompress(held.asByteBuffer(), text);
                    return bytes(text.flip());
                  }),
          new Library(
              new Row(
                  "snappy-java",
                  "snappy-java %s: `Snappy.uncompress`",
                  "`segment().asByteBuffer()`"),
              List.of(),
              () -> Snappy.compress(TEXT),
              held ->
                  () -> {
                    ByteBuffer text = ByteBuffer.allocateDirect(TEXT.length);
                    Snappy.uncompress(held.asByteBuffer(), text);
                    return bytes(text);
                  }),
          new Library(
              new Row("jna", "JNA %s: `Pointer`", "`segment().address()`"),
              List.of(),
              () -> TEXT,
              held -> {
                Pointer pointer = new Pointer(held.address());
                return () -> pointer.getByteArray(0, TEXT.length);
              }),
          new Library(
              new Row(
                  "arrow-memory-core",
                  "Arrow %s: `wrapForeignAllocation`",
                  "`segment().address()`"),
              List.of("--add-opens=java.base/java.nio=ALL-UNNAMED"),
              () -> TEXT,
              held -> {
                ArrowBuf buffer = new RootAllocator().wrapForeignAllocation(allocation(held));
                return () -> filled(text -> buffer.getBytes(0, text));
              }),
          new Library(
              new Row("onnxruntime", "ONNX Runtime %s: `OnnxTensor`", "`segment().asByteBuffer()`"),
              List.of(),
              () -> TEXT,
              held -> {
                OnnxTensor tensor =
                    OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(),
                        held.asByteBuffer().order(ByteOrder.nativeOrder()),
                        new long[] {TEXT.length},
                        OnnxJavaType.INT8);
                if (tensor.ownsBuffer()) {
                  throw new AssertionError("has copied the buffer");
                }
                return () -> (byte[]) tensor.getValue();
              }),
          new Library(
              new Row(
                  "netty-buffer",
                  "netty %s with `Unsafe`: `wrappedBuffer`",
                  "`segment().asByteBuffer()`"),
              List.of("-Dio.netty.noUnsafe=false", "--sun-misc-unsafe-memory-access=allow"),
              () -> TEXT,
              held -> {
                ByteBuf wrapped = Unpooled.wrappedBuffer(held.asByteBuffer());
                if (!PlatformDependent.hasUnsafe() || !wrapped.hasMemoryAddress()) {
                  throw new AssertionError("does not use the address");
                }
                return () -> filled(text -> wrapped.getBytes(0, text));
              }),
          new Library(
              new Row(
                  "aircompressor-v3", "aircompressor %s: `ZstdJavaDecompressor`", "`segment()`"),
              List.of("--sun-misc-unsafe-memory-access=allow"),
              () -> Zstd.compress(TEXT),
              held ->
                  () ->
                      filled(
                          text ->
                              new ZstdJavaDecompressor()
                                  .decompress(held, MemorySegment.ofArray(text)))));

  /** Returns an array of the text's length, after it was filled. */
  private static byte[] filled(Consumer<byte[]> filling) {
    byte[] text = new byte[TEXT.length];
    filling.accept(text);
    return text;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static ForeignAllocation allocation(MemorySegment held) {
    return new ForeignAllocation(held.byteSize(), held.address()) {
      @Override
      protected void release0() {} // the hold's end is elsewhere
    };
  }

  static void run() throws Exception {
    for (int i = 0; i < LIBRARIES.size(); i++) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      // where the libraries unpack their native code
      command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
      command.addAll(LIBRARIES.get(i).options());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of("Addresses", Integer.toString(i)));
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        throw new AssertionError(LIBRARIES.get(i).row().label() + ": status " + status);
      }
    }
  }

  /** Prints the row of one library, given its number. */
  public static void main(String[] args) throws Exception {
    Library library = LIBRARIES.get(Integer.parseInt(args[0]));
    Row row = library.row();
    Path file = Row.file("held", library.content().bytes());
    try (Mmap m = Mmap.open(file)) {
      String thrown;
      try (Hold hold = m.hold(row.label())) {
        Callable<byte[]> text = library.use().of(hold.segment());
        row.expect(new String(TEXT, UTF_8), new String(text.call(), UTF_8));
        thrown = Busy.refusals(m);
        row.expect(new String(TEXT, UTF_8), new String(text.call(), UTF_8));
      } // from here on, the library must not read
      System.out.printf("| %s | %s | `%s` |%n", row.label(), row.view(), thrown);
    }
  }
}
