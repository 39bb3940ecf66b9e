package io.github.mmap4j.cli;

import java.nio.charset.StandardCharsets;

/** Writes JSON (RFC 8259) to standard output, in one line. Who calls it keeps to the grammar. */
final class JsonWriter {
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

  JsonWriter string(String text) throws OutputException {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> escape(c, quoted));
    return literal(quoted.append('"').toString());
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
