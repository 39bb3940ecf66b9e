package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.bench.Bench;
import io.github.mmap4j.cli.bench.BenchJson;
import io.github.mmap4j.cli.bench.BenchPicture;
import io.github.mmap4j.cli.bench.BenchResult;
import io.github.mmap4j.cli.bench.BenchText;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.picture.Picture;
import io.github.mmap4j.cli.picture.Pictures;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Screen;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "bench",
    description = {
      "Measures how fast one thread processes FILE, or its first GiB: read sums all"
          + " bytes, about as fast as memory allows; find searches for an absent text; count"
          + " counts newlines; lines iterates over all lines.",
      "Prints the median, the slowest and the fastest of several rounds, in GB/s (1 GB is"
          + " 1,000,000,000 bytes). Each answer is compared with that of a plain loop. Before"
          + " the rounds, the file is read once, which loads it into memory if it fits, and"
          + " each workload runs until the JVM has compiled it. The column 'first' shows the"
          + " very first run; a short search has this speed. A small file is read many"
          + " times per round, and is then in the processor's cache."
    })
final class BenchCommand implements Callable<Integer> {
  private static final BigDecimal SHORTEST = new BigDecimal("0.1");
  private static final BigDecimal LONGEST = new BigDecimal(60 * 60);
  private static final long NANOS = 1_000_000; // per millisecond

  /** The maximum number of bytes to measure; more would take longer and show nothing new. */
  private static final long MOST_BYTES = 1 << 30;

  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(index = "0", paramLabel = "FILE", description = "A regular file that is not empty.")
  private String file;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "About how many seconds to measure; 6 by default. There are always a short"
              + " warm-up and at least five rounds.")
  private String seconds;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "the \"bytes\" measured of \"fileBytes\", \"rounds\", and \"results\", each with"
              + " \"name\" and \"median\", \"slowest\", \"fastest\" and \"first\" in bytes"
              + " per second.")
  private boolean json;

  @Option(
      names = "--png",
      paramLabel = "OUT",
      description = "Also write a picture to OUT, as PNG. An existing OUT is replaced.")
  private String png;

  @Option(names = "--svg", paramLabel = "OUT", description = "Like --png, but as SVG.")
  private String svg;

  BenchCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    long milliseconds = Arguments.milliseconds("--seconds", seconds, SHORTEST, LONGEST);
    Pictures pictures = new Pictures(failures);
    int status = pictures.prepare(png, Picture::png, List.of(file));
    status = Math.max(status, pictures.prepare(svg, Picture::svg, List.of(file)));
    if (status != 0) {
      return status;
    }
    List<BenchResult> results = new ArrayList<>(); // empty if the measurement fails
    status =
        failures.guard(
            file,
            () -> {
              results.add(
                  Bench.run(RegularFile.of(file), MOST_BYTES, milliseconds * NANOS, progress));
              return 0;
            });
    for (BenchResult result : results) {
      if (json) {
        BenchJson.print(out, result);
      } else {
        new BenchText(out, Screen.of(out)).print(result);
      }
      status = pictures.write(new BenchPicture(result));
    }
    return status;
  }
}
