package io.github.mmap4j.cli.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonBytesTest {
  @TempDir Path folder;

  @Test
  void quotesAreThoseOfPython() {
    assertEquals("b''", repr(""));
    assertEquals("b'\"'", repr("\""));
    assertEquals("b\"'\"", repr("'"));
    assertEquals("b'\"\\''", repr("\"'"));
  }

  @Test
  void eachByteIsPrintedAsPythonPrintsIt() throws IOException {
    StringBuilder ours = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      ours.append(PythonBytes.repr(new byte[] {(byte) i})).append('\n');
    }
    byte[] python = Tool.PYTHON.run(folder, "-c", "for i in range(256): print(bytes([i]))");
    assertEquals(new String(python, US_ASCII), ours.toString());
  }

  private static String repr(String text) {
    return PythonBytes.repr(text.getBytes(US_ASCII));
  }
}
