package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "advise",
    description = {
      "Advises the system about the memory that holds FILE, as madvise(2) does.",
      "What lasts: WILLNEED starts to load the file into memory, POPULATE_READ waits until it is"
          + " there; COLD lets its memory be taken before other memory, PAGEOUT takes it now, but"
          + " none that another process has mapped, nor what another core has just read, which evict"
          + " takes; COLLAPSE joins it to large pages;"
          + " POPULATE_WRITE loads it and fills its holes with zeros; REMOVE makes a hole of it,"
          + " that is, LOSES ITS BYTES, and so asks first.",
      "Other advice, such as RANDOM or SEQUENTIAL, is about one program's mapping. This command's"
          + " own ends with it, so that it only shows whether the system takes the advice."
    })
final class AdviseCommand implements Callable<Integer> {
  /** Take memory of the machine out of service, whatever it holds. */
  private static final Set<Advice> NEVER = EnumSet.of(Advice.HWPOISON, Advice.SOFT_OFFLINE);

  private static final Set<Advice> LOSING = EnumSet.of(Advice.REMOVE, Advice.FREE_REUSABLE);

  private static final Set<Advice> WRITING = EnumSet.of(Advice.REMOVE, Advice.POPULATE_WRITE);

  private static final Set<Advice> LETTING_GO = EnumSet.of(Advice.COLD, Advice.PAGEOUT);

  /** Act on the file or on what the system has cached of it. */
  private static final Set<Advice> LASTING =
      EnumSet.of(
          Advice.WILLNEED,
          Advice.REMOVE,
          Advice.COLD,
          Advice.PAGEOUT,
          Advice.POPULATE_READ,
          Advice.POPULATE_WRITE,
          Advice.COLLAPSE);

  /** Linux reads ahead only so far at a call, or a little further: the rest would be ignored. */
  static final long READ_AHEAD = 128 << 10;

  private final Failures failures;
  private final Question question;

  @Parameters(
      index = "0",
      paramLabel = "ADVICE",
      description = "Its name, such as WILLNEED, in large or small letters.")
  private String name;

  @Parameters(index = "1", paramLabel = "FILE", description = "A regular file.")
  private String file;

  @Option(
      names = "--start",
      paramLabel = "N",
      defaultValue = "0",
      description = "The first byte, a multiple of the page size; 0 if not given.")
  private String start;

  @Option(
      names = "--length",
      paramLabel = "N",
      description =
          "How many bytes; up to the end if not given. What shares the last page with them is"
              + " meant as well.")
  private String length;

  @Option(names = "--yes", description = "Do not ask before bytes are lost.")
  private boolean yes;

  AdviseCommand(Failures failures, Question question) {
    this.failures = failures;
    this.question = question;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    Advice advice = named(name);
    long from = Arguments.wholeNumber("--start", start);
    long count = length == null ? Long.MAX_VALUE : Arguments.wholeNumber("--length", length);
    if (from < 0) {
      throw new Refusal("--start is negative: " + from);
    }
    if (from % Mmap.PAGESIZE != 0) {
      throw new Refusal("--start is no multiple of the page size, " + Mmap.PAGESIZE + ": " + from);
    }
    if (count <= 0) {
      throw new Refusal("--length is not 1 or more: " + count);
    }
    return failures.guard(file, () -> advise(advice, from, count));
  }

  private static Advice named(String name) throws Refusal {
    String wanted = name.toUpperCase(Locale.ROOT);
    for (Advice advice : NEVER) {
      if (advice.name().equals(wanted)) {
        throw new Refusal(wanted + " takes memory of the machine out of service; it is never sent");
      }
    }
    Set<Advice> known =
        Arrays.stream(Advice.values())
            .filter(advice -> advice.isSupported() && !NEVER.contains(advice))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Advice.class)));
    return known.stream()
        .filter(advice -> advice.name().equals(wanted))
        .findAny()
        .orElseThrow(
            () -> new Refusal("this system has no advice '" + name + "', only " + listed(known)));
  }

  private static String listed(Set<Advice> advice) {
    return advice.stream().map(Enum::name).collect(Collectors.joining(", "));
  }

  private int advise(Advice advice, long from, long wanted) throws IOException, Refusal {
    RegularFile target = RegularFile.of(file);
    if (target.isEmpty()) {
      throw new Refusal("is empty; there is no memory to advise about");
    }
    if (from >= target.size()) {
      throw new Refusal("--start %s is not within its %s bytes".formatted(from, target.size()));
    }
    long count = Math.min(wanted, target.size() - from);
    if (LOSING.contains(advice)) {
      agree(advice, from, count, from + count == target.size());
    }
    if (LETTING_GO.contains(advice) && !Files.isWritable(target.path())) {
      throw new Refusal(
          "is not yours to write, so the system does not tell what of it is in memory");
    }
    try (Mmap m = target.map(WRITING.contains(advice) ? Access.WRITE : Access.READ)) {
      if (LOSING.contains(advice) && m.length() != target.size()) {
        throw new Refusal("has changed its size meanwhile; it was left as it is");
      }
      if (LETTING_GO.contains(advice)) {
        use(m, from, from + count);
      }
      long most = advice == Advice.WILLNEED ? READ_AHEAD : count;
      for (long at = from; at < from + count; at += most) {
        m.madvise(advice, at, Math.min(most, from + count - at));
      }
    }
    if (!LASTING.contains(advice)) {
      failures.note(file, advice + " was taken, and ended with this command's mapping");
    }
    return 0;
  }

  private void agree(Advice advice, long from, long count, boolean toTheEnd)
      throws IOException, Refusal {
    if (!toTheEnd && count % Mmap.PAGESIZE != 0) {
      throw new Refusal(
          "%s would also lose what shares a page with the range; --length is no multiple of %s: %s"
              .formatted(advice, Mmap.PAGESIZE, count));
    }
    String loss = "%s loses its %s bytes from %s on for good".formatted(advice, count, from);
    if (yes) {
      return;
    }
    if (!question.canBeAsked()) {
      throw new Refusal(loss + "; there is no terminal to ask on (--yes says that it is meant)");
    }
    if (!question.goOn(file + ": " + loss)) {
      throw new Refusal("was left as it is");
    }
  }

  /** The system lets go only of pages that this mapping has used: uses those that are in memory. */
  private static void use(Mmap m, long from, long to) throws IOException {
    m.madvise(Advice.RANDOM); // or it would read ahead
    for (Residency.Run run : m.residency().runs()) {
      long end = Math.min(to, run.offset() + run.length());
      for (long at = Math.max(from, run.offset()); at < end; at += Mmap.PAGESIZE) {
        m.get(at);
      }
    }
  }
}
