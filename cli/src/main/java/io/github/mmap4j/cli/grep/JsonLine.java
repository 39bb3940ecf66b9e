package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;

/** Prints what a search finds in one file, as JSON objects. */
final class JsonLine {
  private final Output out;
  private final GrepTarget target;
  private JsonWriter json; // created when needed, as it loads a library

  JsonLine(Output out, GrepTarget target) {
    this.out = out;
    this.target = target;
  }

  /** Prints a line or part of one. */
  void line(long number, long offset, byte[] bytes) throws OutputException {
    begin().name("line").value(number).name("offset").value(offset).content(bytes);
    end();
  }

  /** Prints how many lines were selected. */
  void count(long selected) throws OutputException {
    begin().name("count").value(selected);
    end();
  }

  /** Prints that the file is listed. */
  void listed() throws OutputException {
    begin();
    end();
  }

  private JsonWriter begin() {
    if (json == null) {
      json = new JsonWriter(out);
    }
    return json.open('{').path(target.name());
  }

  private void end() throws OutputException {
    json.close('}').end();
  }
}
