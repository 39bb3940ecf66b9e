package io.github.mmap4j.cli.bench;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.format.SystemInfo;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;

/** Prints the results as JSON, on one line. */
public final class BenchJson {
  private static final long NANOS = 1_000_000; // per millisecond

  private BenchJson() {}

  /** Prints the results. */
  public static void print(Output out, BenchResult result) throws OutputException {
    JsonWriter json = new JsonWriter(out);
    json.open('{').path(result.file());
    json.name("fileBytes").value(result.fileBytes()).name("bytes").value(result.bytes());
    json.name("jdk").string(SystemInfo.jdk()).name("system").string(SystemInfo.system());
    json.name("searchKernel").string(SystemInfo.kernel());
    json.name("warmUpMilliseconds").value(result.warmUp() / NANOS);
    json.name("rounds").value(result.rounds()).name("results").open('[');
    for (Rates rates : result.rates()) {
      json.open('{').name("name").string(rates.name());
      json.name("median").value(Math.round(rates.median()));
      json.name("slowest").value(Math.round(rates.slowest()));
      json.name("fastest").value(Math.round(rates.fastest()));
      json.name("first").value(Math.round(rates.first())).close('}');
    }
    json.close(']').name("missingPages").value(result.missing()).close('}').end();
  }
}
