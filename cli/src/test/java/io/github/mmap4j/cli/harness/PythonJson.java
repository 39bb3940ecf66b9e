package io.github.mmap4j.cli.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets Python read the JSON that the command printed. */
public final class PythonJson {
  private static final String SCRIPT =
      """
      import base64, json, re, sys
      text = open(sys.argv[1], 'rb').read().decode('utf-8')
      assert not text or text.endswith('\\n')
      lines = [json.loads(line) for line in text.split('\\n')[:-1]]
      j = lines[0] if lines else None
      print(%s)
      """;

  private PythonJson() {}

  /**
   * Returns the value of a Python expression, where {@code lines} holds the object of each output
   * line, and {@code j} the first.
   */
  public static String print(Path folder, Result result, String expression) throws IOException {
    Path json = Files.write(folder.resolve("json"), result.out());
    byte[] printed = Tool.PYTHON.run(folder, "-c", SCRIPT.formatted(expression), json.toString());
    return new String(printed, UTF_8).strip();
  }
}
