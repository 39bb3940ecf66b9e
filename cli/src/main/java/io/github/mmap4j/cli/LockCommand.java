package io.github.mmap4j.cli;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "lock",
    description = {
      "Loads each FILE and keeps it in memory until Ctrl-C, or whatever else ends the command;"
          + " prints how much of it is in memory and was before.",
      "Where one can't be locked, none is, and the command fails. How much may be locked is"
          + " RLIMIT_MEMLOCK (ulimit -l)."
    })
final class LockCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Regular files.")
  private List<String> files;

  LockCommand(Output out, Failures failures) {
    this.out = out;
    this.failures = failures;
  }

  @Override
  public Integer call() throws OutputException {
    List<Mmap> locked = new ArrayList<>();
    try {
      for (String file : files) {
        int status = failures.guard(file, () -> lock(file, locked));
        if (status != 0) {
          return status;
        }
      }
      long bytes = locked.stream().mapToLong(Mmap::length).sum();
      out.line("locked " + Units.about(bytes) + "; Ctrl-C lets go");
      out.flush();
      while (true) {
        LockSupport.park(this);
      }
    } finally {
      locked.forEach(Mmap::close);
    }
  }

  private int lock(String file, List<Mmap> locked) throws IOException, Refusal {
    Target target = Target.of(file);
    if (target.isEmpty()) {
      throw new Refusal("is empty; there is no memory to lock");
    }
    Mmap m = target.map(Access.READ);
    locked.add(m);
    Change change = Change.of(target.path(), m);
    m.lock();
    change.print(out, change.now());
    return 0;
  }
}
