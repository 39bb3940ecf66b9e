package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;

/** A report for programs, as one line of JSON. */
final class DiffJson implements DiffReport {
  private final JsonWriter json;
  private final Side a;
  private final Side b;
  private final boolean ranges;

  DiffJson(Output out, Side a, Side b, boolean ranges) {
    this.json = new JsonWriter(out);
    this.a = a;
    this.b = b;
    this.ranges = ranges;
  }

  private void begin(boolean same) throws OutputException {
    json.open('{').name("files").open('[');
    file(a);
    file(b);
    json.close(']').name("same").value(same);
  }

  private void file(Side side) throws OutputException {
    json.open('{').path(side.name());
    if (side.size().isPresent()) {
      json.name("bytes").value(side.size().getAsLong());
    }
    json.close('}');
  }

  @Override
  public void same() throws OutputException {
    begin(true);
    beginRanges();
  }

  @Override
  public void different(Differences first) throws OutputException {
    begin(false);
    json.name("firstDifference").value(first.start());
    beginRanges();
  }

  private void beginRanges() throws OutputException {
    if (ranges) {
      json.name("ranges").open('[');
    }
  }

  @Override
  public void range(Differences next, long end) throws OutputException {
    json.open('[').value(next.start()).value(end - next.start()).close(']');
  }

  @Override
  public void end(boolean complete) throws OutputException {
    if (ranges) {
      json.close(']').name("complete").value(complete);
    }
    json.close('}').end();
  }
}
