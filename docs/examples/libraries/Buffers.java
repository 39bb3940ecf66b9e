import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import com.github.luben.zstd.Zstd;
import com.google.flatbuffers.ByteBufferReadWriteBuf;
import com.google.flatbuffers.FlexBuffers;
import com.google.flatbuffers.FlexBuffersBuilder;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;
import io.airlift.compress.v3.zstd.ZstdNativeDecompressor;
import io.github.mmap4j.Mmap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Value;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

/** Libraries that take a {@code ByteBuffer} or a {@code MemorySegment}. */
final class Buffers {
  private static final byte[] OLD = Row.ascii("old value");
  private static final byte[] NEW = Row.ascii("new value");

  /** A level of zstd at which compressing takes seconds. */
  private static final int SLOW = 15;

  private Buffers() {}

  static void run() throws Exception {
    pdf();
    jackson();
    protobuf();
    roaring();
    flexBuffers();
    new Row("lucene-core", "Lucene %s: `ByteBuffersDataInput`", "`asByteBuffer`")
        .looks(
            Row.file("plain", OLD),
            (byte) 'o',
            OLD,
            NEW,
            m -> {
              ByteBuffersDataInput in = new ByteBuffersDataInput(List.of(buffer(m)));
              return () -> in.readByte(0L);
            });
    new Row("netty-buffer", "netty %s: `wrappedBuffer`", "`asByteBuffer`")
        .looks(
            Row.file("plain", OLD),
            (byte) 'o',
            OLD,
            NEW,
            m -> {
              ByteBuf wrapped = Unpooled.wrappedBuffer(buffer(m));
              return () -> wrapped.getByte(0);
            });
    zstd();
    busy();
    javaScript();
  }

  private static ByteBuffer buffer(Mmap m) {
    return m.asByteBuffer(0, (int) m.length());
  }

  private static void pdf() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      PDStream contents = new PDStream(document);
      try (var out = contents.createOutputStream()) { // not compressed
        out.write(OLD);
      }
      page.setContents(contents);
      document.addPage(page);
      document.save(bytes);
    }
    new Row("pdfbox", "PDFBox %s: `RandomAccessReadBuffer`", "`asByteBuffer`")
        .looks(
            Row.file("a.pdf", bytes.toByteArray()),
            "old value",
            OLD,
            NEW,
            m -> {
              PDDocument document = Loader.loadPDF(new RandomAccessReadBuffer(buffer(m)));
              return () ->
                  new String(
                      document.getPage(0).getContents().readAllBytes(), StandardCharsets.US_ASCII);
            });
  }

  /** Jackson has no parser for buffers; a stream of its own reads them. */
  private static void jackson() throws Exception {
    new Row("jackson-core", "Jackson %s: `ByteBufferBackedInputStream`", "`asByteBuffer`")
        .reads(
            Path.of("numbers"), // of Streams
            JsonToken.VALUE_NUMBER_INT,
            m ->
                new JsonFactory().createParser(new ByteBufferBackedInputStream(buffer(m)))
                    ::nextToken);
  }

  private static void protobuf() throws Exception {
    new Row("protobuf-java", "protobuf %s: `CodedInputStream`", "`asByteBuffer`")
        .looks(
            Row.file("same", Row.ascii("ooo")), // each call reads one of them
            (byte) 'o',
            Row.ascii("ooo"),
            Row.ascii("nnn"),
            m -> CodedInputStream.newInstance(buffer(m))::readRawByte);
    new Row("protobuf-java", "protobuf %s: `unsafeWrap`", "`asByteBuffer`")
        .looks(
            Row.file("plain", OLD),
            "old value",
            OLD,
            NEW,
            m -> {
              ByteString wrapped = UnsafeByteOperations.unsafeWrap(buffer(m));
              return wrapped::toStringUtf8;
            });
  }

  private static void roaring() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RoaringBitmap.bitmapOf(0x1122, 0x3344).serialize(new DataOutputStream(bytes));
    new Row("RoaringBitmap", "RoaringBitmap %s: `ImmutableRoaringBitmap`", "`asByteBuffer`")
        .looks(
            Row.file("a.roaring", bytes.toByteArray()),
            0x1122,
            new byte[] {0x22, 0x11},
            new byte[] {0x23, 0x11},
            m -> {
              ImmutableRoaringBitmap bitmap = new ImmutableRoaringBitmap(buffer(m));
              return bitmap::first;
            });
  }

  private static void flexBuffers() throws Exception {
    FlexBuffersBuilder builder = new FlexBuffersBuilder();
    builder.putString("old value");
    ByteBuffer written = builder.finish();
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    new Row("flatbuffers-java", "FlatBuffers %s: `FlexBuffers`", "`asByteBuffer`")
        .looks(
            Row.file("a.flex", bytes),
            "old value",
            OLD,
            NEW,
            m -> {
              FlexBuffers.Reference root =
                  FlexBuffers.getRoot(new ByteBufferReadWriteBuf(buffer(m)));
              return root::asString;
            });
  }

  /** Both decompress anew each time, so they see what the mapping holds then. */
  private static void zstd() throws Exception {
    byte[] old = Zstd.compress(OLD);
    byte[] changed = Zstd.compress(NEW);
    Path file = Row.file("a.zst", old);
    new Row("zstd-jni", "zstd-jni %s: `Zstd.decompress`", "`asByteBuffer`")
        .looks(
            file,
            "old value",
            old,
            changed,
            m -> {
              ByteBuffer in = buffer(m);
              return () -> {
                ByteBuffer out = ByteBuffer.allocateDirect(OLD.length);
                Zstd.decompress(out, in.duplicate());
                return StandardCharsets.US_ASCII.decode(out.flip()).toString();
              };
            });
    Row.file("a.zst", old);
    new Row("aircompressor-v3", "aircompressor %s: `ZstdNativeDecompressor`", "`asSegment`")
        .looks(
            file,
            "old value",
            old,
            changed,
            m -> {
              MemorySegment in = m.asSegment();
              return () -> {
                try (Arena arena = Arena.ofConfined()) {
                  MemorySegment out = arena.allocate(OLD.length);
                  new ZstdNativeDecompressor().decompress(in, out);
                  return new String(out.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
                }
              };
            });
  }

  /** Neither close nor resize succeeds while one of them compresses. */
  private static void busy() throws Exception {
    byte[] noise = new byte[8 << 20];
    new Random(1).nextBytes(noise);
    for (int i = 0; i < noise.length; i++) {
      noise[i] &= 0x0f; // which takes a while to compress
    }
    Path file = Row.file("noise", noise);
    Busy.expectRefusals(
        file,
        m -> {
          ByteBuffer in = buffer(m);
          ByteBuffer out = ByteBuffer.allocateDirect(in.capacity());
          return () -> Zstd.compress(out, in, SLOW);
        });
    Busy.expectRefusals(
        file,
        m -> {
          MemorySegment in = m.asSegment();
          MemorySegment out = Arena.ofAuto().allocate(in.byteSize());
          return () -> new ZstdNativeCompressor(SLOW).compress(in, out);
        });
  }

  private static void javaScript() throws Exception {
    try (Context context =
        Context.newBuilder("js")
            .allowHostAccess(HostAccess.ALL)
            .option("engine.WarnInterpreterOnly", "false")
            .build()) {
      new Row("js-language", "GraalJS %s: `ArrayBuffer`", "`asByteBuffer`")
          .looks(
              Row.file("plain", OLD),
              (int) 'o',
              OLD,
              NEW,
              m -> {
                context.getBindings("js").putMember("buffer", buffer(m));
                Value bytes = context.eval("js", "new Uint8Array(new ArrayBuffer(buffer))");
                return () -> bytes.getArrayElement(0).asInt();
              });
    }
  }
}
