package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.internal.os.NamedMemory.Named;
import io.github.mmap4j.internal.os.NamedMemory.Outcome;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records the calls of named memory on macOS and their arguments; none reaches a system. */
class MacNamedMemoryTest {
  private static final int USER = 501;
  private static final int PAGE = 16384;

  /** O_RDWR 2, O_CREAT 0x200, O_EXCL 0x800. */
  private static final String CREATE = "shm_open(" + name("tag") + ", " + 0xa02 + ", " + 0600 + ")";

  private static final String OPEN = "shm_open(" + name("tag") + ", 2, " + 0600 + ")";
  private static final String OPEN_TO_READ = "shm_open(" + name("tag") + ", 0, " + 0600 + ")";
  private static final String UNLINK = "shm_unlink(" + name("tag") + ")";
  private static final String STAT = "fstat(7, 144 bytes)";

  private final Recorder recorder = new Recorder();
  private final NamedMemory names = new MacSystemCalls(recorder.as(MacFunctions.class)).names();

  private static String name(String name) {
    return HexFormat.of().formatHex(("/" + name + "\0").getBytes(US_ASCII));
  }

  private void assertCalls(String... calls) {
    assertEquals(List.of(calls), recorder.calls());
  }

  /**
   * Answers as the kernel does for shared memory: permissions without a file type, no inode, whole
   * pages.
   */
  private void there(int user, long size) {
    recorder.answer("geteuid", USER).answer("getpagesize", PAGE);
    recorder.answer("shm_open", 7);
    recorder.fill(
        "fstat",
        arguments -> {
          MemorySegment status = (MemorySegment) arguments[1];
          status.set(JAVA_SHORT, 4, (short) 0600);
          status.set(JAVA_INT, 16, user);
          status.set(JAVA_LONG, 96, size);
        });
  }

  @Test
  void whatIsMadeIsOfItsUserAloneAndGetsItsLengthOnce() {
    recorder.answer("shm_open", 7);
    Named made = names.create("tag", 5000);
    assertEquals(0, made.outcome().errno());
    assertEquals(7, made.fd());
    assertEquals(5000, made.length());
    assertCalls(CREATE, "ftruncate(7, 5000)");
    made.owner().release();
    made.owner().release();
    assertCalls(UNLINK);
  }

  @Test
  void theLongestNameIsThatOfTheKernelLessTheSlash() {
    String longest = "x".repeat(NamedMemory.LONGEST_NAME);
    recorder.answer("shm_open", 7);
    names.create(longest, 1).owner().release();
    String call = recorder.calls().getFirst();
    assertTrue(call.startsWith("shm_open(" + name(longest) + ","), call);
    assertEquals(2 * (31 + 1), name(longest).length()); // PSHMNAMLEN, and the zero
  }

  @Test
  void whatIsKeptIsNotUnlinked() {
    recorder.answer("shm_open", 7);
    Named made = names.create("tag", 1);
    recorder.calls();
    assertEquals(0, made.owner().keep());
    made.owner().release();
    assertCalls();
  }

  @Test
  void aTakenNameIsRefusedWithItsHolder() {
    there(USER, PAGE);
    recorder.answer("shm_open", -Errno.EEXIST, 7);
    Outcome outcome = names.create("tag", 5000).outcome();
    assertEquals(Errno.EEXIST, outcome.errno());
    assertEquals(
        "/tag belongs to user 501 and has 16384 bytes, and user 501 asked for 5000 bytes",
        outcome.why());
    assertCalls(CREATE, OPEN_TO_READ, STAT, "close(7)", "geteuid()");
  }

  @Test
  void whatGetsNoLengthLeavesNoName() {
    recorder.answer("shm_open", 7).answer("ftruncate", -Errno.ENOMEM);
    Named refused = names.create("tag", 5000);
    assertEquals(Errno.ENOMEM, refused.outcome().errno());
    assertEquals(-1, refused.fd());
    assertNull(refused.owner());
    assertCalls(CREATE, "ftruncate(7, 5000)", UNLINK, "close(7)");
  }

  @Test
  void openedMemoryHasWholePagesAndAnotherOwner() {
    there(USER, PAGE);
    Named found = names.open("tag", true);
    assertEquals(new Named(Outcome.DONE, 7, PAGE, null), found);
    assertCalls(OPEN, STAT, "geteuid()");
    names.open("tag", false);
    assertCalls(OPEN_TO_READ, STAT, "geteuid()");
  }

  @Test
  void whatIsAnothersIsNotOpenedAndNotUnlinked() {
    there(0, PAGE);
    Outcome open = names.open("tag", true).outcome();
    assertEquals(Errno.EACCES, open.errno());
    assertTrue(open.why().startsWith("/tag belongs to user 0 "), open.why());
    assertTrue(recorder.calls().contains("close(7)"));
    assertEquals(Errno.EACCES, names.unlink("tag").errno());
    assertFalse(recorder.calls().contains(UNLINK));
  }

  @Test
  void whatIsNotThereIsNotOpened() {
    recorder.answer("shm_open", -Errno.ENOENT);
    assertEquals(Errno.ENOENT, names.open("tag", true).outcome().errno());
    assertEquals(Errno.ENOENT, names.unlink("tag").errno());
  }

  @Test
  void memoryWithoutALengthYetIsRefusedAndClosed() {
    there(USER, 0);
    Outcome outcome = names.open("tag", true).outcome();
    assertEquals(Errno.EAGAIN, outcome.errno());
    assertTrue(outcome.why().contains("no length"), outcome.why());
    assertCalls(OPEN, STAT, "geteuid()", "close(7)");
  }

  @Test
  void anOpenerWaitsForTheLength() {
    there(USER, PAGE);
    int[] tries = {0};
    recorder.fill(
        "fstat",
        a -> {
          ((MemorySegment) a[1]).set(JAVA_INT, 16, USER);
          ((MemorySegment) a[1]).set(JAVA_LONG, 96, ++tries[0] == 3 ? PAGE : 0);
        });
    Named found = names.createOrOpen("tag", 5000);
    assertEquals(new Named(Outcome.DONE, 7, 5000, null), found);
    assertEquals(3, tries[0]);
  }

  @Test
  void theFirstCreatesAndALateCreatorOpens() {
    there(USER, PAGE);
    recorder.answer("shm_open", -Errno.ENOENT, 7);
    Named made = names.createOrOpen("tag", 5000);
    assertNotNull(made.owner());
    assertCalls(OPEN, CREATE, "ftruncate(7, 5000)");
    made.owner().release();
    recorder.calls();
    // missing; taken; gone before it is asked; there
    recorder.answer("shm_open", -Errno.ENOENT, -Errno.EEXIST, -Errno.ENOENT, 7);
    assertNull(names.createOrOpen("tag", 5000).owner());
    assertCalls(OPEN, CREATE, OPEN_TO_READ, OPEN, STAT, "geteuid()", "getpagesize()");
  }

  @Test
  void aNameThatOthersAlwaysTakeAwayInBetweenIsTaken() {
    long[] answers = new long[3 * 2000];
    for (int i = 0; i < answers.length; i += 3) {
      answers[i] = -Errno.ENOENT;
      answers[i + 1] = -Errno.EEXIST;
      answers[i + 2] = -Errno.ENOENT;
    }
    recorder.answer("shm_open", answers);
    assertEquals(Errno.EEXIST, names.createOrOpen("tag", 5000).outcome().errno());
  }

  @Test
  void aLengthOfOtherPagesIsRefusedWithBoth() {
    there(USER, PAGE);
    assertEquals(0, names.createOrOpen("tag", PAGE).outcome().errno());
    Outcome outcome = names.createOrOpen("tag", PAGE + 1).outcome();
    assertEquals(Errno.EEXIST, outcome.errno());
    assertTrue(outcome.why().contains("has 16384 bytes"), outcome.why());
    assertTrue(outcome.why().contains("asked for 16385 bytes"), outcome.why());
  }

  @Test
  void aNameIsUnlinkedByItsUser() {
    there(USER, PAGE);
    assertEquals(0, names.unlink("tag").errno());
    assertCalls(OPEN_TO_READ, STAT, "geteuid()", "close(7)", UNLINK);
  }

  @Test
  void namesAreNoFilesAndInNoList() {
    assertNull(names.path("tag"));
    assertFalse(names.areFiles());
    assertFalse(names.namesFiles());
    assertEquals(Errno.ENOSYS, names.list().outcome().errno());
    assertEquals(Errno.ENOSYS, names.unlinkStale("tag").errno());
    assertCalls();
  }
}
