package io.github.mmap4j.cli.residency;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;

/** A report for programs, as a JSON object per line: one for each file, and one for the total. */
public final class JsonReport implements Report {
  private final JsonWriter json;

  public JsonReport(Output out) {
    json = new JsonWriter(out);
  }

  @Override
  public void file(FileResidency file) throws OutputException {
    json.open('{').path(file.path());
    file.fraction().write(json);
    json.name("runs").open('[');
    for (Residency.Run run : file.runs()) {
      json.open('[').value(run.offset()).value(run.length()).close(']');
    }
    json.close(']').close('}').end();
  }

  @Override
  public void end(Survey.Total total) throws OutputException {
    json.open('{').name("total").open('{').name("files").value(total.files());
    total.fraction().write(json);
    json.close('}').name("pageSize").value(Mmap.PAGESIZE).close('}').end();
  }
}
