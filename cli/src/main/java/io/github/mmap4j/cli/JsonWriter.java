package io.github.mmap4j.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes JSON (RFC 8259) to standard output, in one line. Who calls it keeps to the grammar. */
final class JsonWriter {
  /** How the description of {@code --json} begins, for all commands that print JSON. */
  static final String HELP = "Print JSON, an object a line: \"path\", ";

  private final Output out;
  private boolean comma; // before the next value or name

  JsonWriter(Output out) {
    this.out = out;
  }

  JsonWriter open(char bracket) throws OutputException {
    separate();
    raw(String.valueOf(bracket));
    comma = false;
    return this;
  }

  JsonWriter close(char bracket) throws OutputException {
    raw(String.valueOf(bracket));
    comma = true;
    return this;
  }

  /** Ends the document with its line. */
  void end() throws OutputException {
    raw("\n");
    comma = false;
  }

  JsonWriter name(String name) throws OutputException {
    string(name);
    raw(":");
    comma = false;
    return this;
  }

  JsonWriter value(long number) throws OutputException {
    return literal(Long.toString(number));
  }

  JsonWriter value(boolean fact) throws OutputException {
    return literal(Boolean.toString(fact));
  }

  JsonWriter string(String text) throws OutputException {
    return literal(quoted(text));
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> escape(c, quoted));
    return quoted.append('"').toString();
  }

  /** The name of a file and, where that does not have every byte of it, a URI that does. */
  JsonWriter path(Path path) throws OutputException {
    String name = path.toString();
    name("path").string(name);
    return Arguments.isMangled(name) ? name("uri").string(path.toUri().toString()) : this;
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
        // Controls must be escaped; half of a pair of surrogates has no UTF-8.
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
