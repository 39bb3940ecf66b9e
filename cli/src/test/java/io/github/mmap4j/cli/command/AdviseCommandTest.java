package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdviseCommandTest {
  private static final int PAGE = Mmap.PAGESIZE;

  /** Many pages: the system keeps some that are in transit, and reads ahead. */
  private static final int PAGES = (32 << 20) / PAGE;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void threePages() throws IOException {
    assumeTrue(Advice.PAGEOUT.isSupported(), "not Linux");
    file = folder.resolve("f");
    fill(3 * PAGE);
  }

  private void fill(int length) throws IOException {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'a');
    Files.write(file, bytes);
  }

  private void isWhole() throws IOException {
    hasHole(0, 0);
  }

  private void hasHole(int from, int to) throws IOException {
    byte[] expected = new byte[3 * PAGE];
    Arrays.fill(expected, (byte) 'a');
    Arrays.fill(expected, from, to, (byte) 0);
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  /** Returns the percentage of pages in memory, from one page to another (exclusive). */
  private long percent(int from, int to) throws IOException {
    try (Mmap m = Mmap.open(file, Access.READ)) {
      Residency residency = m.residency();
      return 100 * residency.resident((long) from * PAGE, (long) (to - from) * PAGE) / (to - from);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NORMAL", "RANDOM", "sequential", "DontNeed", "DONTFORK", "DODUMP"})
  void adviceForOneMappingIsNotedToEndWithIt(String advice) throws IOException {
    Result result = Result.of("advise", advice, file);
    assertEquals(
        "mmap: %s: %s was taken, and ended with this command's mapping\n"
            .formatted(file, advice.toUpperCase(Locale.ROOT)),
        result.err());
    assertEquals(0, result.status());
    isWhole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WILLNEED", "COLD", "PAGEOUT", "POPULATE_READ", "POPULATE_WRITE"})
  void lastingAdviceIsSilentAndKeepsTheBytes(String advice) throws IOException {
    Result.of("advise", advice, file).printed(0, "");
    isWhole();
  }

  private void manyPagesOnDisk() throws IOException {
    assumeFalse(
        Files.getFileStore(folder).type().equals("tmpfs"), "tmpfs has only memory for its files");
    fill(PAGES * PAGE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    assertTrue(percent(0, PAGES) > 90, "what was written is not in memory");
  }

  @Test
  void pageoutEvictsTheRangeAndPopulateReadLoadsIt() throws IOException {
    manyPagesOnDisk();
    int half = PAGES / 2;
    Result.of("advise", "pageout", file, "--start", half * PAGE).printed(0, "");
    assertTrue(percent(0, half) > 90, "the first half is gone");
    assertTrue(percent(half, PAGES) < 10, "the second half is in memory");
    Result.of("advise", "pageout", file, "--length", half * PAGE).printed(0, "");
    assertTrue(percent(0, half) < 10, "the first half is in memory");
    Result.of("advise", "populate_read", file).printed(0, "");
    assertTrue(percent(0, PAGES) > 90, "it was not loaded");
  }

  @Test
  void pageoutReadsNothingAhead() throws Exception {
    manyPagesOnDisk();
    long left = PAGES;
    for (int tries = 0; tries < 5 && left >= 10; tries++) { // the system may keep some pages
      Result.of("advise", "PAGEOUT", file).printed(0, "");
      try (InputStream in = Files.newInputStream(file)) {
        in.readNBytes(1 << 20); // leaves marks on pages that make the system read ahead
      }
      Thread.sleep(100); // lets read-ahead finish: pages in transit are not evicted
      Result.of("advise", "PAGEOUT", file).printed(0, "");
      Thread.sleep(100);
      left = percent(0, PAGES); // a quarter each time if it reads ahead
    }
    assertTrue(left < 10, left + " % are in memory");
  }

  @Test
  void willneedLoadsTheFileSoon() throws Exception {
    manyPagesOnDisk();
    Result.of("advise", "PAGEOUT", file).printed(0, "");
    assertTrue(percent(0, PAGES) < 10, "it is in memory");
    Result.of("advise", "WILLNEED", file).printed(0, "");
    long begun = System.nanoTime();
    while (percent(0, PAGES) <= 90) {
      assertTrue(System.nanoTime() - begun < 60_000_000_000L, "it was not loaded");
      Thread.sleep(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"COLD", "PAGEOUT"})
  void pagesTheSystemWouldSilentlyKeepAreRefused(String advice) {
    assumeTrue(file.toFile().setReadOnly());
    assumeFalse(Files.isWritable(file), "root may write to every file");
    Result.of("advise", advice, file)
        .failed(file + ": is not writable, so the system does not report what of it is in memory");
  }

  @Test
  void removePunchesAHole() throws IOException {
    Result.of("advise", "REMOVE", file, "--start", PAGE, "--length", PAGE, "--yes").printed(0, "");
    hasHole(PAGE, 2 * PAGE);
  }

  @Test
  void lengthBeyondTheEndIsIgnored() throws IOException {
    Result.of("advise", "remove", file, "--start", 2 * PAGE, "--length", "99999999999999999999")
        .failedSaying("REMOVE loses its " + PAGE + " bytes from " + 2 * PAGE + " on for good");
    Result.of("advise", "remove", file, "--start", PAGE, "--length", 5 * PAGE, "--yes")
        .printed(0, "");
    hasHole(PAGE, 3 * PAGE);
  }

  @Test
  void removeAsksFirst() throws IOException {
    Result result = Result.answering(typed("y\n"), "advise", "REMOVE", file, "--length", PAGE);
    assertEquals(
        "mmap: %s: REMOVE loses its %d bytes from 0 on for good. Go on? [y/N] "
            .formatted(file, PAGE),
        result.err());
    assertEquals(0, result.status());
    hasHole(0, PAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n\n", "\n", "", "yo\n", "no\ny\n"})
  void withoutAYesNothingIsLost(String answer) throws IOException {
    Result result = Result.answering(typed(answer), "advise", "REMOVE", file);
    assertTrue(result.err().endsWith("mmap: " + file + ": was left unchanged\n"), result.err());
    assertEquals(2, result.status());
    isWhole();
  }

  @Test
  void withNoOneToAskNothingIsLost() throws IOException {
    Result.of("advise", "REMOVE", file)
        .failed(
            "%s: REMOVE loses its %d bytes from 0 on for good; there is no terminal to ask on"
                    .formatted(file, 3 * PAGE)
                + " (--yes confirms it)");
    isWhole();
  }

  @Test
  void aFileThatGrowsDuringTheQuestionLosesNothing() throws IOException {
    Files.write(file, new byte[] {'b'}, StandardOpenOption.APPEND);
    InputStream answer =
        new ByteArrayInputStream("y\n".getBytes(UTF_8)) {
          @Override
          public int read(byte[] bytes, int from, int count) {
            try {
              fill(3 * PAGE);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            return super.read(bytes, from, count);
          }
        };
    Result result = Result.answering(answer, "advise", "REMOVE", file);
    assertTrue(result.err().endsWith("has changed its size meanwhile; it was left unchanged\n"));
    assertEquals(2, result.status());
    isWhole();
  }

  @Test
  void removingPartOfAPageIsRefused() throws IOException {
    Result.of("advise", "REMOVE", file, "--length", 100, "--yes")
        .failed(
            "%s: REMOVE would also lose what shares a page with the range; --length is not a"
                    .formatted(file)
                + " multiple of "
                + PAGE
                + ": 100");
    isWhole();
  }

  @Test
  void theQuestionAppearsOnARealTerminal() throws IOException {
    Tool.Answer no =
        new Terminal()
            .on("Go on\\? \\[y/N\\] ", Terminal.CTRL_D)
            .run(folder, "advise", "REMOVE", file);
    assertTrue(no.out().endsWith("[y/N] \r\nmmap: " + file + ": was left unchanged\r\n"), no.out());
    assertEquals(2, no.status());
    isWhole();
    Tool.Answer yes =
        new Terminal().on("Go on\\? \\[y/N\\] ", "Yes\n").run(folder, "advise", "REMOVE", file);
    assertEquals(0, yes.status(), yes.out());
    hasHole(0, 3 * PAGE);
  }

  /** No such file exists, so nothing is sent even if the advice is not refused. */
  @ParameterizedTest
  @ValueSource(strings = {"HWPOISON", "hwpoison", "SOFT_OFFLINE"})
  void takingMemoryOutOfServiceIsRefusedBeforeFilesAreOpened(String advice) {
    Result.of("advise", advice, folder.resolve("missing"), "--yes")
        .failed(
            advice.toUpperCase(Locale.ROOT)
                + " takes memory of the machine out of service; it is never sent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bogus", "NOSYNC", "MADV_COLD", ""})
  void unknownNamesAreRefusedWithAListOfKnownOnes(String advice) {
    Result result = Result.of("advise", advice, file);
    result.failedSaying("this system has no advice '" + advice + "', only NORMAL, RANDOM, ");
    assertTrue(result.err().contains(", PAGEOUT, "), result.err());
    assertTrue(!result.err().contains("HWPOISON"), result.err());
  }

  @Test
  void adviceTheSystemRejectsFailsOnOneLine() {
    Result.of("advise", "FREE", file).failedSaying(file + ": madvise(");
  }

  @Test
  void boundsOutsideTheFileAreRefused() {
    Result.of("advise", "COLD", file, "--start", 100)
        .failed("--start is not a multiple of the page size, " + PAGE + ": 100");
    Result.of("advise", "COLD", file, "--start", -PAGE).failed("--start is negative: " + -PAGE);
    Result.of("advise", "COLD", file, "--start", 3 * PAGE)
        .failed(file + ": --start " + 3 * PAGE + " is not within its " + 3 * PAGE + " bytes");
    Result.of("advise", "COLD", file, "--length", 0).failed("--length is less than 1: 0");
    Result.of("advise", "COLD", file, "--length", -1).failed("--length is less than 1: -1");
    Result.of("advise", "COLD", file, "--length", "x")
        .failed("--length is not a whole number: 'x'");
  }

  @Test
  void emptyFileIsRefused() throws IOException {
    Files.write(file, new byte[0]);
    Result.of("advise", "COLD", file)
        .failed(file + ": is empty; there is no memory to advise about");
  }

  private static InputStream typed(String answer) {
    return new ByteArrayInputStream(answer.getBytes(UTF_8));
  }
}
