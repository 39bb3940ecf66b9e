package io.github.mmap4j.cli.command;

import io.github.mmap4j.Follower;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "follow",
    description = {
      "Prints the lines that are appended to FILE, until the command is interrupted, as"
          + " tail -n 0 -F does. Each line is printed once, when it is whole.",
      "FILE may be truncated, replaced, deleted or created meanwhile; this is reported on"
          + " standard error."
    })
final class FollowCommand implements Callable<Integer> {
  private static final byte[] NEWLINE = {'\n'};

  /** The time to wait at once if there is no end. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(LONGEST.toSeconds());

  private final Output out;
  private final Failures failures;

  @Parameters(paramLabel = "FILE", description = "The file, which need not exist yet.")
  private String file;

  @Option(
      names = {"-a", "--all"},
      description = "Also prints the lines that FILE already has.")
  private boolean all;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      description = "Ends when nothing has happened for this long.")
  private String idle;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "and for each line its \"offset\" and \"text\", or \"base64\" if the text is"
              + " not UTF-8. What happens to FILE is an \"event\": \"truncated\","
              + " \"replaced\", \"deleted\" or \"created\".")
  private boolean json;

  FollowCommand(Output out, Failures failures) {
    this.out = out;
    this.failures = failures;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    Duration longest =
        idle == null
            ? LONGEST
            : Duration.ofMillis(
                Arguments.milliseconds("--idle", idle, BigDecimal.ZERO, MOST_SECONDS));
    return failures.guard(
        file,
        () -> {
          Path path = RegularFile.path(file);
          if (Files.exists(path)) {
            RegularFile.of(path); // refuses folders, pipes and devices
          }
          try (Follower follower = all ? Follower.open(path) : Follower.atEnd(path)) {
            return follow(follower, longest, json ? new JsonWriter(out) : null);
          }
        });
  }

  /** Prints as text if {@code objects} is null. */
  private int follow(Follower follower, Duration longest, JsonWriter objects) throws IOException {
    try {
      while (true) {
        Follower.Event event = follower.next(Duration.ZERO);
        if (event == Follower.Event.NOTHING) {
          out.flush();
          event = follower.next(longest);
        }
        if (event == Follower.Event.NOTHING && idle != null) {
          return 0;
        }
        if (objects == null) {
          print(follower, event);
        } else if (event != Follower.Event.NOTHING) {
          print(follower, event, objects);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private void print(Follower follower, Follower.Event event, JsonWriter objects)
      throws OutputException {
    objects.open('{').path(file);
    if (event == Follower.Event.LINE) {
      objects.name("offset").value(follower.offset()).content(follower.line());
    } else {
      objects.name("event").string(event.name().toLowerCase(Locale.ROOT));
    }
    objects.close('}').end();
  }

  private void print(Follower follower, Follower.Event event) throws OutputException {
    switch (event) {
      case LINE -> {
        out.write(follower.line());
        out.write(NEWLINE);
      }
      case TRUNCATED -> failures.note(file, "was truncated; reading it from its start");
      case REPLACED -> failures.note(file, "is another file now; reading that");
      case DELETED -> failures.note(file, "was deleted; waiting for another");
      case CREATED -> failures.note(file, "was created");
      case NOTHING -> {}
    }
  }
}
