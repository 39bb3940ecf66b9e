package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.memory.KnownAdvice;
import io.github.mmap4j.cli.memory.PageRange;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "advise",
    description = {
      "Advises the system about the pages of FILE, as madvise(2) does.",
      "Some advice has a lasting effect. WILLNEED starts loading the file into memory;"
          + " POPULATE_READ waits until it is loaded. COLD makes its pages the first to be"
          + " reclaimed. PAGEOUT reclaims them now, except pages that another process has"
          + " mapped, that have unwritten changes, or that another core has just read (evict"
          + " reclaims the last two too)."
          + " COLLAPSE merges pages into huge pages. POPULATE_WRITE loads the file and fills"
          + " its holes with zeros. REMOVE punches a hole and so LOSES THE BYTES; the command"
          + " asks first.",
      "Other advice, such as RANDOM or SEQUENTIAL, applies to one mapping, here the"
          + " command's own. It only shows whether the system accepts the advice."
    })
final class AdviseCommand implements Callable<Integer> {
  private final Output out;
  private final Failures failures;
  private final Question question;
  private final Progress progress;

  @Parameters(
      index = "0",
      paramLabel = "ADVICE",
      description = "The name of the advice, such as WILLNEED, in upper or lower case.")
  private String name;

  @Parameters(index = "1", paramLabel = "FILE", description = "A regular file.")
  private String file;

  @Option(
      names = "--start",
      paramLabel = "N",
      defaultValue = "0",
      description = "The offset of the first byte, a multiple of the page size; 0 by default.")
  private String start;

  @Option(
      names = "--length",
      paramLabel = "N",
      description =
          "The number of bytes; up to the end by default. The advice covers all of the last page.")
  private String length;

  @Option(names = "--yes", description = "Do not ask before bytes are lost.")
  private boolean yes;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "the \"advice\" taken, the \"offset\" and \"length\" in bytes of what it was"
              + " about, and whether it is \"lasting\".")
  private boolean json;

  AdviseCommand(Output out, Failures failures, Question question, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.question = question;
    this.progress = progress;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    Advice advice = KnownAdvice.named(name);
    long from = Arguments.wholeNumber("--start", start);
    long count = length == null ? Long.MAX_VALUE : Arguments.atLeast(1, "--length", length);
    if (from < 0) {
      throw new Refusal("--start is negative: " + from);
    }
    if (from % Mmap.PAGESIZE != 0) {
      throw new Refusal(
          "--start is not a multiple of the page size, " + Mmap.PAGESIZE + ": " + from);
    }
    return failures.guard(file, () -> advise(advice, from, count));
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
    if (KnownAdvice.losesBytes(advice)) {
      agree(advice, from, count, from + count == target.size());
    }
    if (KnownAdvice.releasesPages(advice) && !Files.isWritable(target.path())) {
      throw new Refusal("is not writable, so the system does not report what of it is in memory");
    }
    try (Mmap m = target.map(KnownAdvice.needsWriting(advice) ? Access.WRITE : Access.READ)) {
      if (KnownAdvice.losesBytes(advice) && m.length() != target.size()) {
        throw new Refusal("has changed its size meanwhile; it was left unchanged");
      }
      new PageRange(from, from + count).advise(m, advice, progress);
    }
    boolean lasting = KnownAdvice.outlastsMapping(advice);
    if (json) {
      JsonWriter line = new JsonWriter(out);
      line.open('{').path(target.path()).name("advice").string(advice.name());
      line.name("offset").value(from).name("length").value(count);
      line.name("lasting").value(lasting).close('}').end();
    } else if (!lasting) {
      failures.note(file, advice + " was taken, and ended with this command's mapping");
    }
    return 0;
  }

  private void agree(Advice advice, long from, long count, boolean toTheEnd)
      throws IOException, Refusal {
    if (!toTheEnd && count % Mmap.PAGESIZE != 0) {
      throw new Refusal(
          ("%s would also lose what shares a page with the range;"
                  + " --length is not a multiple of %s: %s")
              .formatted(advice, Mmap.PAGESIZE, count));
    }
    String loss = "%s loses its %s bytes from %s on for good".formatted(advice, count, from);
    if (yes) {
      return;
    }
    if (!question.canBeAsked()) {
      throw new Refusal(loss + "; there is no terminal to ask on (--yes confirms it)");
    }
    if (!question.goOn(file + ": " + loss)) {
      throw new Refusal("was left unchanged");
    }
  }
}
