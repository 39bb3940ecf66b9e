package io.github.mmap4j.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.names.RawText;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A writer of JSON (RFC 8259) to standard output, one document per line. Its methods must be called
 * in an order that JSON's grammar allows.
 */
public final class JsonWriter {
  /** The start of the help for {@code --json}, in all commands that print JSON. */
  public static final String HELP =
      "Print JSON, one object per line: \"path\" (and \"uri\" if the name is not UTF-8), ";

  private static final JsonFactory FACTORY =
      JsonFactory.builder().characterEscapes(new JsonEscapes()).rootValueSeparator("").build();

  private final Output out;

  /**
   * Holds what Jackson has written until {@link Output} takes it. If Jackson wrote to the {@code
   * Output}, it would wrap the exceptions in its own.
   */
  private final ByteArrayOutputStream ready = new ByteArrayOutputStream();

  private final JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), ready);

  public JsonWriter(Output out) {
    this.out = out;
  }

  /** Opens an object or an array. */
  public JsonWriter open(char bracket) {
    if (bracket == '{') {
      json.writeStartObject();
    } else {
      json.writeStartArray();
    }
    return this;
  }

  /** Closes an object or an array. */
  public JsonWriter close(char bracket) throws OutputException {
    if (bracket == '}') {
      json.writeEndObject();
    } else {
      json.writeEndArray();
    }
    passOn();
    return this;
  }

  /** Ends the document and its line. */
  public void end() throws OutputException {
    json.flush();
    ready.write('\n');
    passOn();
  }

  /** Writes the name of the next value. */
  public JsonWriter name(String name) {
    json.writeName(name);
    return this;
  }

  public JsonWriter value(long number) {
    json.writeNumber(number);
    return this;
  }

  public JsonWriter value(boolean fact) {
    json.writeBoolean(fact);
    return this;
  }

  public JsonWriter string(String text) {
    json.writeString(text);
    return this;
  }

  /**
   * Writes the bytes as {@code "text"} or, if they are not valid UTF-8, encoded as {@code
   * "base64"}.
   */
  public JsonWriter content(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (Arrays.equals(text.getBytes(UTF_8), bytes)) {
      return name("text").string(text);
    }
    json.writeBinaryProperty("base64", bytes);
    return this;
  }

  /** Writes the path of a file. If it is not UTF-8, a URI that contains all bytes follows. */
  public JsonWriter path(Path path) {
    return path(RawPath.name(path));
  }

  /** Writes the path of a file, given by its name. */
  public JsonWriter path(String name) {
    name("path").string(RawText.replaced(name));
    return RawText.isUtf8(name) ? this : name("uri").string(RawPath.of(name).toUri().toString());
  }

  private void passOn() throws OutputException {
    if (ready.size() > 0) {
      out.write(ready.toByteArray());
      ready.reset();
    }
  }
}
