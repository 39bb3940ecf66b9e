package io.github.mmap4j.cli.format;

import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A writer of JSON (RFC 8259) to standard output, on one line. Its methods must be called in an
 * order that JSON's grammar allows.
 */
public final class JsonWriter {
  /** The start of the help for {@code --json}, in all commands that print JSON. */
  public static final String HELP = "Print JSON, one object per line: \"path\", ";

  private final Output out;
  private boolean comma; // whether the next value or name needs one

  public JsonWriter(Output out) {
    this.out = out;
  }

  /** Opens an object or an array. */
  public JsonWriter open(char bracket) throws OutputException {
    separate();
    raw(String.valueOf(bracket));
    comma = false;
    return this;
  }

  /** Closes an object or an array. */
  public JsonWriter close(char bracket) throws OutputException {
    raw(String.valueOf(bracket));
    comma = true;
    return this;
  }

  /** Ends the document and its line. */
  public void end() throws OutputException {
    raw("\n");
    comma = false;
  }

  /** Writes the name of the next value. */
  public JsonWriter name(String name) throws OutputException {
    string(name);
    raw(":");
    comma = false;
    return this;
  }

  public JsonWriter value(long number) throws OutputException {
    return literal(Long.toString(number));
  }

  public JsonWriter value(boolean fact) throws OutputException {
    return literal(Boolean.toString(fact));
  }

  public JsonWriter string(String text) throws OutputException {
    return literal(quoted(text));
  }

  /** Returns a JSON string, including the quotes. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> escape(c, quoted));
    return quoted.append('"').toString();
  }

  /** Writes the path of a file. If it is not UTF-8, a URI that contains all bytes follows. */
  public JsonWriter path(Path path) throws OutputException {
    return path(RawPath.name(path));
  }

  /** Writes the path of a file, given by its name. */
  public JsonWriter path(String name) throws OutputException {
    return literal(JsonPath.of(name));
  }

  private JsonWriter literal(String text) throws OutputException {
    separate();
    raw(text);
    comma = true;
    return this;
  }

  private static void escape(int c, StringBuilder quoted) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        // Control characters must be escaped; a lone surrogate cannot be encoded as UTF-8.
        if (Character.getType(c) == Character.CONTROL
            || Character.getType(c) == Character.SURROGATE) {
          quoted.append("\\u%04x".formatted(c));
        } else {
          quoted.appendCodePoint(c);
        }
      }
    }
  }

  private void separate() throws OutputException {
    if (comma) {
      raw(",");
    }
  }

  private void raw(String text) throws OutputException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
