package io.github.mmap4j.cli.residency;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;

/** A report for programs, as one line of JSON for all files. */
public final class JsonReport implements Report {
  private final JsonWriter json;
  private boolean begun;

  public JsonReport(Output out) {
    json = new JsonWriter(out);
  }

  @Override
  public void file(FileResidency file) throws OutputException {
    begin();
    json.open('{').path(file.path());
    file.fraction().write(json);
    json.name("runs").open('[');
    for (Residency.Run run : file.runs()) {
      json.open('[').value(run.offset()).value(run.length()).close(']');
    }
    json.close(']').close('}');
  }

  @Override
  public void end(Survey.Total total) throws OutputException {
    begin();
    json.close(']').name("total").open('{').name("files").value(total.files());
    total.fraction().write(json);
    json.close('}').close('}').end();
    begun = false;
  }

  private void begin() throws OutputException {
    if (!begun) {
      begun = true;
      json.open('{').name("pageSize").value(Mmap.PAGESIZE).name("files").open('[');
    }
  }
}
