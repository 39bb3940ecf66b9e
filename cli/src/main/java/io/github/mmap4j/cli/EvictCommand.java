package io.github.mmap4j.cli;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "evict",
    description = {
      "Writes each FILE to its disk, takes it out of memory, and prints how much of it is in memory"
          + " and was before. It loses nothing: who reads it next waits for the disk.",
      "What others have mapped or locked stays, as does what has only memory, as in /dev/shm. It"
          + " asks again for what stays, for a second; what is not all gone then has failed."
    })
final class EvictCommand implements Callable<Integer> {
  /** The system keeps pages that are being read or written, most for some milliseconds only. */
  private static final long MOST_NANOS = 1_000_000_000;

  private static final long PAUSE_NANOS = 20_000_000;

  private final Output out;
  private final Failures failures;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Regular files.")
  private List<String> files;

  @Option(names = "--json", description = Change.HELP)
  private boolean json;

  EvictCommand(Output out, Failures failures) {
    this.out = out;
    this.failures = failures;
  }

  @Override
  public Integer call() throws OutputException {
    int status = 0;
    for (String file : files) {
      status = Math.max(status, failures.guard(file, () -> evict(Target.of(file))));
    }
    return status;
  }

  private int evict(Target target) throws IOException, Refusal {
    Path file = target.path();
    if (target.isEmpty()) {
      Change.printEmpty(out, json, file);
      return 0;
    }
    Measured.requireTold(file);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.force(true); // what is not on the disk can't be thrown away
    }
    try (Mmap m = target.map(Access.READ)) {
      Change change = Change.of(file, m);
      Share after = evict(m);
      change.print(out, json, Optional.of(after));
      if (after.residentPages() > 0) {
        throw new Refusal(
            "%d pages are still in memory: others have them mapped or locked, or keep reading them,"
                    .formatted(after.residentPages())
                + " or they have no other place");
      }
    }
    return 0;
  }

  private static Share evict(Mmap m) throws IOException {
    long begun = System.nanoTime();
    m.evict();
    Share left = Share.of(m.residency());
    while (left.residentPages() > 0
        && System.nanoTime() - begun < MOST_NANOS
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      m.evict();
      left = Share.of(m.residency());
    }
    return left;
  }
}
