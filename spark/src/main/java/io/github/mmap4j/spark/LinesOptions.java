package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mmap4j.regex.BytePattern;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  /** The charsets whose bytes are the bytes of UTF-8. */
  private static final Set<Charset> CHARSETS = Set.of(UTF_8, US_ASCII);

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
    checkCharset(options.getOrDefault("charset", options.getOrDefault("encoding", "UTF-8")));
    return new LinesOptions(
        paths(options),
        Separator.of(lineSep(options.get("lineSep"))),
        isBinary(options.getOrDefault("valueType", "string")),
        matching(options.get("matching")),
        options.get("pathGlobFilter"),
        options.getBoolean("recursiveFileLookup", false),
        StreamOptions.of(options));
  }

  private static void checkCharset(String name) {
    if (!Charset.isSupported(name) || !CHARSETS.contains(Charset.forName(name))) {
      throw new IllegalArgumentException(
          "the charset "
              + name
              + " is not supported by mmap-lines, which hands out the bytes of files as they are;"
              + " for charsets that encode newlines as ASCII does, such as ISO-8859-1, set"
              + " valueType=binary and use decode(value, '"
              + name
              + "')");
    }
  }

  /** Checks a regular expression before any task compiles it. */
  private static String matching(String regex) {
    if (regex != null) {
      BytePattern.compile(regex);
    }
    return regex;
  }

  private static byte[] lineSep(String lineSep) {
    if (lineSep != null && lineSep.isEmpty()) {
      throw new IllegalArgumentException("the option lineSep is empty");
    }
    return lineSep == null ? null : lineSep.getBytes(UTF_8);
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
