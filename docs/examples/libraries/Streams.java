import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import okio.BufferedSource;
import okio.Okio;

/**
 * Libraries that take an {@code InputStream}. Each reads a first part, and the rest after close.
 * The parts are 1 MiB apart, because readers read ahead.
 */
final class Streams {
  private static final int APART = 1 << 20;

  private Streams() {}

  private interface Writing {
    void to(OutputStream out) throws Exception;
  }

  static void run() throws Exception {
    String numbers = "7" + " ".repeat(APART);
    new Row("okio-jvm", "okio %s: `BufferedSource`", "`inputStream`")
        .reads(
            Row.file("numbers", Row.ascii(numbers.repeat(3))),
            7L,
            m -> {
              BufferedSource source = Okio.buffer(Okio.source(m.inputStream()));
              return () -> {
                long number = source.readDecimalLong();
                return source.readUtf8(APART).isBlank() ? number : -1;
              };
            });
    new Row("jackson-core", "Jackson %s: `JsonParser`", "`inputStream`")
        .reads(
            Path.of("numbers"),
            JsonToken.VALUE_NUMBER_INT,
            m -> {
              JsonParser parser = new JsonFactory().createParser(m.inputStream());
              return parser::nextToken;
            });
    jdk();
  }

  private static void jdk() throws Exception {
    byte[] noise = new byte[APART];
    new Random(1).nextBytes(noise); // which no compression shortens
    Path gzip = file("a.gz", out -> parts(new GZIPOutputStream(out), noise));
    new Row("java.base", "JDK: `GZIPInputStream`", "`inputStream`")
        .reads(
            gzip,
            "part",
            m -> {
              InputStream in = new GZIPInputStream(m.inputStream());
              return () -> part(in);
            });
    Path zip =
        file(
            "a.zip.stream",
            out -> {
              ZipOutputStream entries = new ZipOutputStream(out);
              entries.putNextEntry(new ZipEntry("a"));
              parts(entries, noise);
            });
    new Row("java.base", "JDK: `ZipInputStream`", "`inputStream`")
        .reads(
            zip,
            "part",
            m -> {
              ZipInputStream entries = new ZipInputStream(m.inputStream());
              entries.getNextEntry();
              return () -> part(entries);
            });
    Path objects =
        file(
            "objects",
            out -> {
              ObjectOutputStream written = new ObjectOutputStream(out);
              written.writeObject("part");
              written.writeObject(noise);
              written.writeUnshared("part");
              written.writeUnshared(noise);
              written.close();
            });
    new Row("java.base", "JDK: `ObjectInputStream`", "`inputStream`")
        .reads(
            objects,
            "part",
            m -> {
              ObjectInputStream in = new ObjectInputStream(m.inputStream());
              return () -> {
                Object part = in.readObject();
                in.readObject();
                return part;
              };
            });
    Path lines = Row.file("lines", Row.ascii(("part\n" + " ".repeat(APART) + "\n").repeat(2)));
    new Row("java.base", "JDK: `BufferedReader`", "`inputStream`")
        .reads(
            lines,
            "part",
            m -> {
              BufferedReader reader =
                  new BufferedReader(new InputStreamReader(m.inputStream(), UTF_8));
              return () -> {
                String line = reader.readLine();
                return line + reader.readLine().strip();
              };
            });
    new Row("java.base", "JDK: `Scanner`", "`inputStream`")
        .reads(
            lines,
            "part",
            m -> {
              Scanner scanner = new Scanner(m.inputStream(), UTF_8);
              return () -> scanner.hasNext() ? scanner.next() : "the end";
            });
    Path picture =
        file(
            "a.png",
            out -> ImageIO.write(new BufferedImage(9, 5, BufferedImage.TYPE_INT_RGB), "png", out));
    new Row("java.desktop", "JDK: `ImageIO`", "`inputStream`")
        .reads(
            picture,
            "9 pixels wide",
            m -> {
              Iterator<InputStream> twice = List.of(m.inputStream(), m.inputStream()).iterator();
              return () -> {
                BufferedImage image = ImageIO.read(twice.next());
                return image == null ? "null" : image.getWidth() + " pixels wide";
              };
            });
  }

  private static Path file(String name, Writing writing) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writing.to(out);
    return Row.file(name, out.toByteArray());
  }

  private static void parts(OutputStream out, byte[] noise) throws Exception {
    for (int i = 0; i < 2; i++) {
      out.write(Row.ascii("part"));
      out.write(noise);
    }
    out.close();
  }

  private static String part(InputStream in) throws Exception {
    String part = new String(in.readNBytes("part".length()), UTF_8);
    in.skipNBytes(APART);
    return part;
  }
}
