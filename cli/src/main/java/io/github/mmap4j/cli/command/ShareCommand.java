package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.cli.files.EachFile;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.share.SharedMemory;
import io.github.mmap4j.share.SharedName;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "share",
    description = {
      "Manages named shared memory. It is created by shm_open, so other programs find it too.",
      "A name is 1 to 30 printable ASCII characters, except / and \\."
    })
final class ShareCommand implements Runnable {
  private static final String NAME = "NAME";
  private static final int CHUNK = 1 << 20;
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final Output out;
  private final Failures failures;
  private final InputStream in;
  private final Progress progress;

  @Spec private CommandSpec spec;

  ShareCommand(Output out, Failures failures, InputStream in, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.in = in;
    this.progress = progress;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is missing");
  }

  @Command(
      name = "create",
      description =
          "Creates memory filled with zeros, which stays until it is removed or the"
              + " system shuts down.")
  int create(
      @Parameters(paramLabel = NAME, description = "A name that is not in use.") String name,
      @Parameters(paramLabel = "LENGTH", description = "The number of bytes, at least 1.")
          String length)
      throws OutputException, Refusal {
    long bytes = Arguments.wholeNumber("LENGTH", length);
    return failures.guard(
        name,
        () -> {
          try (SharedMemory memory = SharedMemory.create(name, bytes)) {
            memory.keep();
          } catch (MmapException e) {
            if (e.errnoName().equals("EEXIST")) {
              throw new Refusal(holder(name, e));
            }
            throw e;
          }
          return 0;
        });
  }

  /** Describes the memory that has the name already. */
  private static String holder(String name, MmapException cause) throws IOException {
    return SharedMemory.list().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .map(ShareCommand::holder)
        .orElse(cause.getMessage());
  }

  private static String holder(SharedName present) {
    String how =
        switch (present.state()) {
          case OWNED -> "process %d holds it".formatted(present.owner());
          case KEPT ->
              "process %d created it to stay (mmap share remove %s removes it)"
                  .formatted(present.owner(), present.name());
          case STALE ->
              "process %d, which was killed, left it (mmap share remove --stale removes it)"
                  .formatted(present.owner());
        };
    return "exists already, with %,d bytes: %s".formatted(present.length(), how);
  }

  @Command(
      name = "list",
      description = {
        "Lists the names that this user's programs have created with this library:"
            + " length in bytes, the owner's process ID, state, name.",
        "State: owned memory is removed when its owner exits, kept memory stays, and"
            + " stale memory was left by an owner that was killed."
      })
  int list(
      @Option(
              names = "--json",
              description =
                  "Print JSON, one object per line: \"name\", \"length\", \"owner\", \"state\".")
          boolean json)
      throws IOException {
    for (SharedName each : SharedMemory.list()) {
      String state = each.state().name().toLowerCase(Locale.ROOT);
      if (json) {
        JsonWriter line = new JsonWriter(out);
        line.open('{').name("name").string(each.name()).name("length").value(each.length());
        line.name("owner").value(each.owner()).name("state").string(state).close('}').end();
        continue;
      }
      out.line("%12d %8d %-5s %s".formatted(each.length(), each.owner(), state, each.name()));
    }
    return 0;
  }

  @Command(name = "read", description = "Writes the memory's bytes to standard output.")
  int read(
      @Parameters(paramLabel = NAME, description = "The name of existing memory.") String name,
      @Option(
              names = "--start",
              paramLabel = "N",
              defaultValue = "0",
              description = "The offset of the first byte; 0 by default.")
          String start,
      @Option(
              names = "--length",
              paramLabel = "N",
              description = "The number of bytes; up to the end by default.")
          String length)
      throws OutputException, Refusal {
    long from = Arguments.atLeast(0, "--start", start);
    long count = length == null ? Long.MAX_VALUE : Arguments.atLeast(0, "--length", length);
    return failures.guard(
        name,
        () -> {
          try (SharedMemory memory = SharedMemory.open(name, Access.READ);
              Mmap m = memory.map()) {
            requireWithin(from, m);
            long end = from + Math.min(count, m.length() - from);
            progress.startBytes(end - from);
            for (long at = from; at < end; at += CHUNK) {
              out.write(m.getSlice(at, Math.min(at + CHUNK, end)));
              progress.at(at - from);
            }
          }
          return 0;
        });
  }

  @Command(
      name = "write",
      description =
          "Overwrites bytes of the memory with standard input. If the input is too long,"
              + " nothing is written.")
  int write(
      @Parameters(paramLabel = NAME, description = "The name of existing memory.") String name,
      @Option(
              names = "--start",
              paramLabel = "N",
              defaultValue = "0",
              description = "The offset of the first byte; 0 by default.")
          String start)
      throws OutputException, Refusal {
    long from = Arguments.atLeast(0, "--start", start);
    return failures.guard(
        name,
        () -> {
          try (SharedMemory memory = SharedMemory.open(name);
              Mmap m = memory.map(Access.WRITE)) {
            requireWithin(from, m);
            long room = m.length() - from;
            byte[] bytes = in.readNBytes((int) Math.min(room + 1, MOST));
            if (bytes.length > room || bytes.length == MOST) {
              throw new Refusal(
                  "standard input is longer than the %d bytes from %d on"
                      .formatted(Math.min(room, MOST - 1), from));
            }
            m.setSlice(from, from + bytes.length, bytes);
          }
          return 0;
        });
  }

  @Command(
      name = "remove",
      description =
          "Removes names; programs that have the memory open keep it. The status is"
              + " 1 if a name does not exist.")
  int remove(
      @Parameters(arity = "0..*", paramLabel = NAME, description = "The names to remove.")
          List<String> names,
      @Option(
              names = "--stale",
              description =
                  "Also remove the memory of owners that were killed, and print its names.")
          boolean stale,
      @Option(
              names = "--json",
              description = "Print JSON, one object per line: the \"name\" of stale memory.")
          boolean json)
      throws IOException, Refusal {
    if (names == null && !stale) {
      throw new Refusal("NAME or --stale is missing");
    }
    int status = 0;
    for (String name : names == null ? List.<String>of() : names) {
      int one = failures.guard(name, () -> SharedMemory.unlink(name) ? 0 : EachFile.NOT_FOUND);
      status = Math.max(status, one);
    }
    if (stale) {
      for (String name : SharedMemory.removeStale()) {
        if (json) {
          new JsonWriter(out).open('{').name("name").string(name).close('}').end();
        } else {
          out.line(name);
        }
      }
    }
    return status;
  }

  private static void requireWithin(long from, Mmap m) throws Refusal {
    if (from > m.length()) {
      throw new Refusal("--start %d is beyond its %d bytes".formatted(from, m.length()));
    }
  }
}
