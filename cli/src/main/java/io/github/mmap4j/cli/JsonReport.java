package io.github.mmap4j.cli;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;

/** For programs: one line of JSON for all files. */
final class JsonReport implements Report {
  private final JsonWriter json;
  private boolean begun;

  JsonReport(Output out) {
    json = new JsonWriter(out);
  }

  @Override
  public void file(Measured file) throws OutputException {
    begin();
    String path = file.path().toString();
    json.open('{').name("path").string(path);
    if (Arguments.isMangled(path)) {
      json.name("uri").string(file.path().toUri().toString()); // has every byte of the name
    }
    share(file.share());
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
    share(total.share());
    json.close('}').close('}').end();
    begun = false;
  }

  private void begin() throws OutputException {
    if (!begun) {
      begun = true;
      json.open('{').name("pageSize").value(Mmap.PAGESIZE).name("files").open('[');
    }
  }

  private void share(Share share) throws OutputException {
    json.name("pages").value(share.pages());
    json.name("residentPages").value(share.residentPages());
    json.name("bytes").value(share.bytes());
    json.name("residentBytes").value(share.residentBytes());
  }
}
