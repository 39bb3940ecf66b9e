package io.github.mmap4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "count",
    description =
        "Prints how often TEXT occurs, no occurrence overlapping another; with several files"
            + " FILE:number.")
final class CountCommand implements Callable<Integer> {
  private static final int FOUND = 0;
  private static final int NOT_FOUND = 1;

  private final Output out;
  private final Failures failures;
  private final Progress progress;

  @Parameters(index = "0", paramLabel = "TEXT", description = "What to count, as UTF-8.")
  private String text;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Regular files. An empty one holds nothing.")
  private List<String> files;

  CountCommand(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    Finder finder = Finder.of(Arguments.text("TEXT", text)).parallel();
    progress.start(files);
    int result = NOT_FOUND;
    for (String file : files) {
      byte[] prefix = files.size() == 1 ? new byte[0] : (file + ":").getBytes(UTF_8);
      int status = failures.guard(file, () -> count(finder, file, prefix));
      progress.fileDone(file);
      if (result != Failures.FAILED && status != NOT_FOUND) {
        result = status;
      }
    }
    return result;
  }

  private int count(Finder finder, String file, byte[] prefix) throws IOException, Refusal {
    Target target = Target.of(file);
    long[] count = new long[1];
    if (!target.isEmpty()) {
      try (Opened opened = target.open()) {
        MemorySegment bytes = opened.mmap().asSegment();
        Pieces.each(
            finder, bytes, progress, (from, to) -> count[0] += finder.count(bytes, from, to));
      }
    }
    out.line(prefix, count[0]);
    return count[0] > 0 ? FOUND : NOT_FOUND;
  }
}
