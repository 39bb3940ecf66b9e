package io.github.mmap4j.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private static final int MANY = 100_000;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Output out = new Output(written, Progress.none(), false);
  private final JsonWriter json = new JsonWriter(out);

  private String written() throws OutputException {
    out.flush();
    return written.toString(UTF_8);
  }

  @Test
  void eachDocumentIsALine() throws OutputException {
    json.open('{').name("a").value(1).name("b").open('[').close(']').name("c").open('[');
    json.value(-2).string("x").open('{').close('}').close(']').close('}').end();
    json.open('[').value(true).close(']').end();
    assertEquals("{\"a\":1,\"b\":[],\"c\":[-2,\"x\",{}]}\n[true]\n", written());
  }

  @Test
  void controlCharactersAndSurrogatesAreEscaped() throws OutputException {
    json.string("\" \\ / \n \r \t \b \0 \033 \177 \u0085 é 日 \u2028 \uD800").end();
    assertEquals(
        "\"\\\" \\\\ / \\n \\r \\t \\b \\u0000 \\u001B \\u007F \\u0085 é 日 \u2028 \\uD800\"\n",
        written());
  }

  @Test
  void aPairOfSurrogatesIsEscaped() throws OutputException {
    json.string("😀").end();
    assertEquals("\"\\uD83D\\uDE00\"\n", written());
  }

  @Test
  void bytesThatAreNotUtf8AreBase64() throws OutputException {
    json.open('{').content("é".getBytes(UTF_8)).close('}').end();
    json.open('{').content(new byte[] {'a', (byte) 0xFF}).close('}').end();
    assertEquals("{\"text\":\"é\"}\n{\"base64\":\"Yf8=\"}\n", written());
  }

  @Test
  void anOutputThatFailsStopsALongDocument() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space");
          }
        };
    JsonWriter writer = new JsonWriter(new Output(full, Progress.none(), false));
    writer.open('[');
    assertThrows(
        OutputException.class,
        () -> {
          for (int i = 0; i < MANY; i++) {
            writer.open('{').close('}');
          }
        });
  }
}
