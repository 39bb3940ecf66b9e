package io.github.mmap4j.cli.files;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;

/** A printer of numbers, one per line, as text or as JSON. */
@FunctionalInterface
public interface NumberLines {
  /** Prints {@code number}, which must not be negative. */
  void add(long number) throws OutputException;

  /**
   * Returns a printer of text lines that start with {@code prefix}, which comes from {@link
   * EachFile}.
   */
  static NumberLines text(Output out, byte[] prefix) {
    byte[] end = {'\n'};
    return number -> {
      out.write(prefix);
      out.number(number);
      out.write(end);
    };
  }

  /** Returns a printer of JSON objects that hold the file's path, and the number under a name. */
  static NumberLines json(Output out, String file, String name) {
    JsonWriter json = new JsonWriter(out);
    return number -> json.open('{').path(file).name(name).value(number).close('}').end();
  }
}
