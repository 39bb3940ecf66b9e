package io.github.mmap4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  private static final long SECOND = 1_000_000_000;
  private static final String ERASE = "\r\033[K";
  private static final String A_QUARTER =
      "[#####---------------] 25 %, 2.0 of 8.0 MB, 1 MB/s, 6 s left";

  @TempDir Path folder;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private long now = 12345;
  private int columns = 80;
  private Progress progress;
  private String file;

  @BeforeEach
  void start() throws IOException {
    progress = new Progress(new PrintStream(shown, true, UTF_8), () -> now, () -> columns);
    file = Files.write(folder.resolve("f"), new byte[4_000_000]).toString();
    progress.start(List.of(file, file));
  }

  private String shown() {
    String text = shown.toString(UTF_8);
    shown.reset();
    return text;
  }

  @Test
  void nothingIsShownInTheFirstSecond() {
    now += SECOND - 1;
    progress.at(2_000_000);
    assertEquals("", shown());
  }

  @Test
  void percentSpeedAndTimeLeftAreShown() {
    now += 2 * SECOND;
    progress.at(2_000_000);
    assertEquals(ERASE + A_QUARTER, shown());
  }

  @Test
  void timedWorkShowsNoSpeed() {
    progress.startTime(8 * SECOND);
    now += 2 * SECOND;
    progress.at(2 * SECOND);
    assertEquals(ERASE + "[#####---------------] 25 %, 6 s left", shown());
  }

  @Test
  void bytesWithoutAFileCountToo() {
    progress.startBytes(8_000_000);
    now += 2 * SECOND;
    progress.at(2_000_000);
    assertEquals(ERASE + A_QUARTER, shown());
  }

  @Test
  void workOfUnknownSizeShowsBytesAndSpeed() {
    progress.startUnknown();
    progress.fileDone(file);
    now += 2 * SECOND;
    progress.at(2_000_000);
    assertEquals(ERASE + "6.0 MB, 3 MB/s", shown());
    now += SECOND;
    progress.at(3_000_000_000L - 4_000_000);
    assertEquals(ERASE + "3.00 GB, 1.00 GB/s", shown());
  }

  @Test
  void aStreamShowsBytesAndSpeedAfterTheFirstMegabyte() {
    progress.start(List.of("-"));
    now += 2 * SECOND;
    progress.at(999_999);
    assertEquals("", shown());
    progress.at(1_000_000);
    assertEquals(ERASE + "1.0 MB, 500 kB/s", shown());
  }

  @Test
  void aStreamAmongFilesCountsByWhatWasReadOfIt() {
    progress.start(List.of("-", file));
    progress.at(3_000_000);
    progress.fileDone("-");
    now += 2 * SECOND;
    progress.at(1_000_000);
    assertEquals(ERASE + "4.0 MB, 2 MB/s", shown());
    now += 2 * SECOND;
    progress.fileDone(file);
    assertEquals(ERASE + "7.0 MB, 2 MB/s", shown());
  }

  @Test
  void aNarrowTerminalHasNoBarAndNoLineThatWraps() {
    now += 2 * SECOND;
    columns = A_QUARTER.length();
    progress.at(2_000_000);
    assertEquals(ERASE + "25 %, 2.0 of 8.0 MB, 1 MB/s, 6 s left", shown());
  }

  @Test
  void aLineIsCutToAVeryNarrowTerminal() {
    now += 2 * SECOND;
    columns = 20;
    progress.at(2_000_000);
    assertEquals(ERASE + "25 %, 2.0 of 8.0 MB", shown());
  }

  @Test
  void aLongTimeIsInMinutesOrHours() {
    columns = 20;
    progress.startTime(1000 * SECOND);
    now += 2 * SECOND;
    progress.at(100 * SECOND);
    assertEquals(ERASE + "10 %, 15 min 0 s le", shown());
    progress.startTime(10_000 * SECOND);
    now += 2 * SECOND;
    progress.at(100 * SECOND);
    assertEquals(ERASE + "1 %, 2 h 45 min lef", shown());
  }

  @Test
  void finishedFilesAreShownAtOnce() {
    now += 4 * SECOND;
    progress.fileDone(file);
    assertEquals(ERASE + "[##########----------] 50 %, 4.0 of 8.0 MB, 1 MB/s, 4 s left", shown());
    progress.fileDone(file);
    assertEquals("", shown());
  }

  @Test
  void theLineIsNotRedrawnTooOften() {
    now += 2 * SECOND;
    progress.at(1);
    shown();
    now += SECOND / 5 - 1;
    progress.at(2);
    assertEquals("", shown());
  }

  @Test
  void finishedFilesCount() {
    progress.fileDone(file);
    now += 4 * SECOND;
    progress.at(2_000_000);
    assertEquals(ERASE + "[###############-----] 75 %, 6.0 of 8.0 MB, 2 MB/s, 2 s left", shown());
  }

  @Test
  void itIsErasedForOtherOutput() {
    now += 2 * SECOND;
    progress.at(1);
    shown();
    progress.makeWay(true);
    progress.makeWay(true);
    assertEquals(ERASE, shown());
  }

  @Test
  void itReturnsAtOnceAfterOtherOutput() {
    now += 2 * SECOND;
    progress.at(1_000_000);
    progress.makeWay(true);
    shown();
    progress.at(2_000_000);
    assertEquals(ERASE + A_QUARTER, shown());
  }

  @Test
  void itStaysAwayWhileOtherOutputIsMidLine() {
    progress.makeWay(false);
    now += 2 * SECOND;
    progress.at(1);
    assertEquals("", shown());
  }

  @Test
  void finishedWorkIsNotShown() {
    progress.fileDone(file);
    now += 2 * SECOND;
    progress.at(4_000_000);
    assertEquals("", shown());
  }

  @Test
  void atTheEndItIsErasedForGood() {
    now += 2 * SECOND;
    progress.at(1);
    shown();
    progress.end();
    now += SECOND;
    progress.at(2);
    assertEquals(ERASE, shown());
  }

  @Test
  void withoutATerminalThereIsNone() {
    Progress none = Progress.none();
    none.start(List.of(file));
    none.at(1);
    assertTrue(!Progress.isTerminal(folder.resolve("f")), "a file is no terminal");
  }
}
