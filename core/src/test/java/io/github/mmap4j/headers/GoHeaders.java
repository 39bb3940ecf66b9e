package io.github.mmap4j.headers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads numbers and structures of other systems from Go's golang.org/x/sys (Debian's
 * golang-golang-x-sys-dev), which took them from those systems' compilers. A system is named as
 * there, such as darwin_arm64.
 */
public final class GoHeaders {
  private static final Path FOLDER = Path.of("/usr/share/gocode/src/golang.org/x/sys/unix");
  private static final Pattern CONSTANT =
      Pattern.compile("(?m)^\\t(\\w+) += (?:syscall\\.Errno\\()?(0x[0-9a-f]+)\\)?$");
  private static final Pattern FIELD = Pattern.compile("\\t(\\w+) +(?:\\[(\\d+)])?(\\w+)");

  private GoHeaders() {}

  /** Skips the calling test, with a reason, if they are not installed. */
  public static void assumeAvailable() {
    assumeTrue(Files.isDirectory(FOLDER), "no golang.org/x/sys in " + FOLDER);
  }

  /** Returns the constants and error numbers of a system that fit into an int. */
  public static Map<String, Integer> numbers(String system) throws IOException {
    Map<String, Integer> numbers = new TreeMap<>();
    Matcher constants =
        CONSTANT.matcher(Files.readString(FOLDER.resolve("zerrors_" + system + ".go")));
    while (constants.find()) {
      long number = Long.decode(constants.group(2));
      if (number == (int) number) {
        numbers.put(constants.group(1), (int) number);
      }
    }
    return numbers;
  }

  /** Returns the offset of each field of a structure, and its size under "". */
  public static Map<String, Integer> layout(String system, String structure) throws IOException {
    String types = Files.readString(FOLDER.resolve("ztypes_" + system + ".go"));
    String head = "type " + structure + " struct {\n";
    int begin = types.indexOf(head) + head.length();
    Map<String, Integer> layout = new LinkedHashMap<>();
    int at = 0;
    for (String line : types.substring(begin, types.indexOf("\n}", begin)).lines().toList()) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw new AssertionError(structure + " has a field of an unknown form: " + line);
      }
      int align = alignment(field.group(3));
      at = (at + align - 1) / align * align;
      layout.put(field.group(1), at);
      int count = field.group(2) == null ? 1 : Integer.parseInt(field.group(2));
      at += count * size(field.group(3));
    }
    layout.put("", at);
    return layout;
  }

  private static int size(String type) {
    return type.equals("Timespec") ? 2 * Long.BYTES : alignment(type);
  }

  private static int alignment(String type) {
    return switch (type) {
      case "int8", "uint8", "byte" -> Byte.BYTES;
      case "int16", "uint16" -> Short.BYTES;
      case "int32", "uint32" -> Integer.BYTES;
      case "int64", "uint64", "Timespec" -> Long.BYTES;
      default -> throw new AssertionError(type);
    };
  }
}
