package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.util.Arrays;
import java.util.Base64;

/** Prints a line of a file, or part of one, as a JSON object. */
final class JsonLine {
  private JsonLine() {}

  /** Prints an object that starts with {@code prefix}, which comes from an {@code EachFile}. */
  static void write(Output out, byte[] prefix, long number, long offset, byte[] bytes)
      throws OutputException {
    String text = new String(bytes, UTF_8);
    boolean isText = Arrays.equals(text.getBytes(UTF_8), bytes);
    String content =
        isText
            ? "\"text\":" + JsonWriter.quoted(text)
            : "\"base64\":\"" + Base64.getEncoder().encodeToString(bytes) + '"';
    out.write(prefix);
    out.line(",\"line\":%d,\"offset\":%d,%s}".formatted(number, offset, content));
  }
}
