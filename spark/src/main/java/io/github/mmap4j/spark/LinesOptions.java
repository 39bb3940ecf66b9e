package io.github.mmap4j.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mmap4j.regex.BytePattern;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options of a read, checked.
 *
 * @param paths the files, folders and patterns to read
 * @param separator what separates lines
 * @param binary whether values are BINARY, not STRING
 * @param matching the regular expression that lines must match, or null
 * @param pathGlobFilter the pattern that the names of files must match, or null
 * @param recursive whether to read the files in subfolders
 * @param stream the options that only streams use
 */
record LinesOptions(
    List<String> paths,
    Separator separator,
    boolean binary,
    String matching,
    String pathGlobFilter,
    boolean recursive,
    StreamOptions stream) {

  /** Options of Spark's file sources that change which rows there are, and are not supported. */
  private static final List<String> UNSUPPORTED =
      List.of("modifiedBefore", "modifiedAfter", "ignoreMissingFiles", "ignoreCorruptFiles");

  private static final int LAST_ASCII = 127;

  static LinesOptions of(CaseInsensitiveStringMap options) {
    if (options.getBoolean("wholeText", false)) {
      throw new IllegalArgumentException(
          "wholeText reads a file as one row, but mmap-lines reads lines;"
              + " use the source text with wholeText, or the source binaryFile");
    }
    for (String name : UNSUPPORTED) {
      String value = options.get(name);
      if (value != null && !value.equalsIgnoreCase("false")) {
        throw new IllegalArgumentException(
            "the option " + name + "=" + value + " is not supported by mmap-lines");
      }
    }
    Charset charset =
        charset(options.getOrDefault("charset", options.getOrDefault("encoding", "UTF-8")));
    return new LinesOptions(
        paths(options),
        Separator.of(lineSep(options.get("lineSep"), charset)),
        isBinary(options.getOrDefault("valueType", "string")),
        matching(options.get("matching"), charset),
        options.get("pathGlobFilter"),
        options.getBoolean("recursiveFileLookup", false),
        StreamOptions.of(options));
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Java does not know the charset " + name, e);
    }
  }

  /** Checks a regular expression before any task compiles it. */
  private static String matching(String regex, Charset charset) {
    if (regex != null) {
      OptionalInt beyond = regex.codePoints().filter(each -> each > LAST_ASCII).findFirst();
      if (beyond.isPresent()) {
        throw new IllegalArgumentException(
            notAByte(Character.toString(beyond.getAsInt()), charset));
      }
      BytePattern.compile(regex);
    }
    return regex;
  }

  /** Says how to match a character, which would match another byte, or none. */
  private static String notAByte(String character, Charset charset) {
    String what = "the option matching is a regular expression over bytes, but " + character;
    if (!encodes(charset, character)) {
      return what + " is no byte, nor can the charset " + charset + " encode it";
    }
    // Some charsets encode a mark before the first character.
    byte[] first = "a".getBytes(charset);
    byte[] both = ("a" + character).getBytes(charset);
    String bytes =
        HexFormat.of().withUpperCase().withPrefix("\\x").formatHex(both, first.length, both.length);
    return "%s is no byte: outside of brackets, write (?:%s), its bytes in %s"
        .formatted(what, bytes, charset);
  }

  private static boolean encodes(Charset charset, String text) {
    return charset.canEncode() && charset.newEncoder().canEncode(text);
  }

  /** Returns the bytes of a line separator, for which alone Spark's text source uses a charset. */
  private static byte[] lineSep(String lineSep, Charset charset) {
    if (lineSep == null) {
      return null;
    }
    if (lineSep.isEmpty()) {
      throw new IllegalArgumentException("the option lineSep is empty");
    }
    if (!encodes(charset, lineSep)) {
      throw new IllegalArgumentException(
          "the option lineSep has a character that the charset " + charset + " can't encode");
    }
    return lineSep.getBytes(charset);
  }

  private static boolean isBinary(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "string" -> false;
      case "binary" -> true;
      default ->
          throw new IllegalArgumentException("valueType is " + type + ", not string or binary");
    };
  }

  /** Returns the paths as Spark passes them: several as a JSON array, a single one as it is. */
  private static List<String> paths(CaseInsensitiveStringMap options) {
    List<String> paths = new ArrayList<>();
    String several = options.get("paths");
    if (several != null) {
      try {
        paths.addAll(List.of(new ObjectMapper().readValue(several, String[].class)));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("the option paths is not a JSON array: " + several, e);
      }
    }
    if (options.get("path") != null) {
      paths.add(options.get("path"));
    }
    if (paths.isEmpty()) {
      throw new IllegalArgumentException(
          "mmap-lines has no path: call load(\"/logs/*.log\"), or set the option path");
    }
    return List.copyOf(paths);
  }

  DataType valueType() {
    return binary ? DataTypes.BinaryType : DataTypes.StringType;
  }

  StructType schema() {
    return new StructType().add(LineColumn.VALUE.columnName(), valueType(), true);
  }
}
