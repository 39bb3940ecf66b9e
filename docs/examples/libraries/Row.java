import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs one row of the guide's table: a library reads a mapping, and reads it again after {@code
 * close}.
 *
 * @param jar the library's file, without its version
 * @param name what the library is called, and which part of it is used
 * @param view how the mapping is handed over
 */
record Row(String jar, String name, String view) {
  /** How many bytes at the file's end are changed: all but the hole of one of the files. */
  private static final long CHANGED = 4 << 20;

  /** Hands the mapping to the library, and returns what reads a value through the library. */
  interface Use {
    Callable<Object> of(Mmap m) throws Exception;
  }

  /**
   * A library that reads through a channel or stream, whose methods copy the bytes when they are
   * called. Fails if the library has copied more than it was asked for: what it reads a second time
   * must change with the mapping.
   */
  void reads(Path file, Object expected, Use use) throws Exception {
    Callable<Object> value;
    try (Mmap m = Mmap.open(file)) {
      value = use.of(m);
      expect(expected, value.call());
      expect(expected, value.call());
    }
    try (Mmap m = Mmap.open(file, Access.COPY)) { // the file keeps its bytes
      value = use.of(m);
      expect(expected, value.call());
      m.asSegment().asSlice(Math.max(0, m.length() - CHANGED)).fill((byte) 0);
      if (expected.equals(sees(value))) {
        throw new AssertionError(label() + ": had copied what it was not asked for");
      }
    }
    try (Mmap m = Mmap.open(file)) {
      value = use.of(m);
      expect(expected, value.call());
      print("when it reads", after(m, expected, value));
    }
  }

  /**
   * Finds out whether the library keeps a copy: changes bytes of the mapping, and looks whether the
   * library sees that.
   *
   * @param bytes the value's bytes in the file
   * @param changed the bytes to write there, as many
   */
  void looks(Path file, Object expected, byte[] bytes, byte[] changed, Use use) throws Exception {
    try (Mmap m = Mmap.open(file)) {
      Callable<Object> value = use.of(m);
      expect(expected, value.call());
      long at = m.find(bytes, 0);
      if (at < 0) {
        throw new AssertionError(label() + ": the value is not in the file as it is");
      }
      m.setSlice(at, at + bytes.length, changed);
      boolean copies = value.call().equals(expected);
      String after = after(m, expected, value);
      if (!copies && !after.startsWith("`")) {
        throw new AssertionError(label() + ": reads unmapped memory, by its address");
      }
      print(copies ? "all, at once" : "no", after);
    }
  }

  private static String after(Mmap m, Object expected, Callable<Object> value) {
    m.close();
    Object seen = sees(value);
    if (seen instanceof Throwable e) {
      return "`" + e.getClass().getSimpleName() + "`";
    }
    return expected.equals(seen) ? "keeps its copy" : "returns `" + seen + "`";
  }

  /** Returns the value, or what is thrown in place of it; some libraries throw an Error. */
  private static Object sees(Callable<Object> value) {
    try {
      return value.call();
    } catch (Throwable e) {
      return e;
    }
  }

  void expect(Object expected, Object seen) {
    if (!expected.equals(seen)) {
      throw new AssertionError(label() + ": read " + seen + ", not " + expected);
    }
  }

  private void print(String copies, String after) {
    System.out.printf("| %s | %s | %s | %s |%n", label(), view, copies, after);
  }

  String label() {
    return name.formatted(version());
  }

  /** Returns the version in the name of the library's file. */
  private String version() {
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Matcher matcher =
          Pattern.compile(Pattern.quote(jar) + "-(\\d[\\d.-]*\\d).*")
              .matcher(Path.of(path).getFileName().toString());
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return System.getProperty("java.specification.version"); // the JDK's own classes
  }

  static Path file(String name, byte[] bytes) throws Exception {
    return Files.write(Path.of(name), bytes);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
