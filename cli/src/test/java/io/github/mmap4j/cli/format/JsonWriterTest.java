package io.github.mmap4j.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Output out = new Output(written, Progress.none(), false);
  private final JsonWriter json = new JsonWriter(out);

  private String written() throws OutputException {
    out.flush();
    return written.toString(UTF_8);
  }

  @Test
  void commasStandOnlyBetweenValues() throws OutputException {
    json.open('{').name("a").value(1).name("b").open('[').close(']').name("c").open('[');
    json.value(-2).string("x").open('{').close('}').close(']').close('}').end();
    json.value(3).end();
    assertEquals("{\"a\":1,\"b\":[],\"c\":[-2,\"x\",{}]}\n3\n", written());
  }

  @Test
  void illegalCharactersAreEscaped() throws OutputException {
    json.string("\" \\ / \n \r \t \b \0 \033 \177 é 日 😀 \uD800");
    assertEquals(
        "\"\\\" \\\\ / \\n \\r \\t \\u0008 \\u0000 \\u001b \\u007f é 日 😀 \\ud800\"", written());
  }
}
