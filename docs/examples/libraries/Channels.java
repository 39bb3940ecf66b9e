import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.Mmap;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.SeekableXZInputStream;
import org.tukaani.xz.XZOutputStream;

/** Libraries that take a {@code SeekableByteChannel}. The files are written through one, too. */
final class Channels {
  private static final byte[] HELLO = Row.ascii("hello, channel\n");

  private Channels() {}

  static void run() throws Exception {
    zip();
    sevenZ();
    tar();
    arrow();
    avro();
    ParquetFiles.run();
    xz();
  }

  private interface Writing {
    void to(SeekableByteChannel channel) throws Exception;
  }

  /** Writes a file through a mapping's channel, whose length is known from a first run. */
  private static Path written(String name, Writing writing) throws Exception {
    Path file = Path.of(name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writing.to(channel);
    }
    long length = Files.size(file);
    Files.delete(file);
    try (Mmap m = Mmap.create(file, length)) {
      writing.to(m.asChannel());
    }
    return file;
  }

  private static void zip() throws Exception {
    Path file =
        written(
            "a.zip",
            channel -> {
              try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(channel)) {
                out.putArchiveEntry(new ZipArchiveEntry("a"));
                out.write(HELLO);
                out.closeArchiveEntry();
              }
            });
    new Row("commons-compress", "commons-compress %s: ZIP", "`asChannel`")
        .reads(
            file,
            "hello, channel\n",
            m -> {
              ZipFile zip = ZipFile.builder().setSeekableByteChannel(m.asChannel()).get();
              return () -> text(zip.getInputStream(zip.getEntry("a")));
            });
  }

  private static String text(InputStream in) throws Exception {
    return new String(in.readAllBytes(), UTF_8);
  }

  private static void sevenZ() throws Exception {
    Path file =
        written(
            "a.7z",
            channel -> {
              try (SevenZOutputFile out = new SevenZOutputFile(channel)) {
                SevenZArchiveEntry entry = new SevenZArchiveEntry();
                entry.setName("a");
                out.putArchiveEntry(entry);
                out.write(HELLO);
                out.closeArchiveEntry();
              }
            });
    new Row("commons-compress", "commons-compress %s: 7z", "`asChannel`")
        .reads(
            file,
            "hello, channel\n",
            m -> {
              SevenZFile archive = SevenZFile.builder().setSeekableByteChannel(m.asChannel()).get();
              SevenZArchiveEntry entry = archive.getNextEntry();
              return () -> text(archive.getInputStream(entry));
            });
  }

  /** An archive whose second entry is behind a sparse one of 3 GiB. */
  private static void tar() throws Exception {
    Path file = Path.of("a.tar");
    long hole = 3L << 30;
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(header("hole", hole), 0);
      out.write(header("a", HELLO.length), 512 + hole);
      out.write(ByteBuffer.wrap(HELLO), 512 + hole + 512);
      out.write(ByteBuffer.allocate(1), 512 + hole + 512 + 512 + 1023); // two empty blocks
    }
    new Row("commons-compress", "commons-compress %s: tar of 3 GiB", "`asChannel`")
        .reads(
            file,
            "hello, channel\n",
            m -> {
              TarFile tar = new TarFile(m.asChannel());
              TarArchiveEntry entry = tar.getEntries().get(1);
              return () -> text(tar.getInputStream(entry));
            });
    Files.delete(file);
  }

  private static ByteBuffer header(String name, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    return ByteBuffer.wrap(header);
  }

  private static void arrow() throws Exception {
    // Not closed: Arrow does not free what it has read of a batch that turns out to be broken.
    RootAllocator allocator = new RootAllocator();
    Path file =
        written(
            "a.arrow",
            channel -> {
              try (IntVector numbers = new IntVector("n", allocator);
                  VectorSchemaRoot root = VectorSchemaRoot.of(numbers);
                  ArrowFileWriter out = new ArrowFileWriter(root, null, channel)) {
                numbers.setSafe(0, 42);
                root.setRowCount(1);
                out.start();
                out.writeBatch();
                out.end();
              }
            });
    new Row("arrow-vector", "Arrow %s: `ArrowFileReader`", "`asChannel`")
        .reads(
            file,
            42,
            m -> {
              ArrowFileReader reader = new ArrowFileReader(m.asChannel(), allocator);
              VectorSchemaRoot root = reader.getVectorSchemaRoot();
              return () -> {
                reader.loadRecordBatch(reader.getRecordBlocks().getFirst());
                return ((IntVector) root.getVector("n")).get(0);
              };
            });
  }

  private static void avro() throws Exception {
    Schema schema = SchemaBuilder.record("R").fields().requiredInt("n").endRecord();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> out =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema)).create(schema, bytes)) {
      GenericRecord record = new GenericData.Record(schema);
      record.put("n", 42);
      out.append(record);
    }
    new Row("avro", "Avro %s: `DataFileReader`", "`asChannel`, [adapter](#avro)")
        .reads(
            Row.file("a.avro", bytes.toByteArray()),
            42,
            m -> {
              DataFileReader<GenericRecord> reader =
                  new DataFileReader<>(new AvroInput(m.asChannel()), new GenericDatumReader<>());
              return () -> {
                reader.sync(0); // to the first record
                return reader.next().get("n");
              };
            });
  }

  private static void xz() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream out = new XZOutputStream(bytes, new LZMA2Options())) {
      out.write(HELLO);
    }
    new Row("xz", "xz %s: `SeekableXZInputStream`", "`asChannel`, [adapter](#xz)")
        .reads(
            Row.file("a.xz", bytes.toByteArray()),
            "channel",
            m -> {
              SeekableXZInputStream in = new SeekableXZInputStream(new XzInput(m.asChannel()));
              return () -> {
                in.seek(7);
                return new String(in.readNBytes(7), UTF_8);
              };
            });
  }
}
