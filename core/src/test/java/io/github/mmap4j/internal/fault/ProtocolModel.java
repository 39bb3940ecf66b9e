package io.github.mmap4j.internal.fault;

import java.util.EnumSet;
import java.util.Set;

// This file is long because the model has every step of the protocol.
/**
 * Models the fault guard's protocol: the handler of SIGBUS, readers, writers, repairers, publishers
 * of the clean mark, and threads that close a region or register one. Each access to shared memory
 * is a step of its own, and each system call is one step.
 *
 * <p>A thread runs a list of operations. The address space has four pages. A page is foreign, or
 * shows the file of its region, or is a zero page of its region. A fault, once taken, is handled
 * however late: the file may have grown again, or the region may be closed. The model allows more
 * than the JVM does, where closing an arena waits for threads that access it.
 *
 * <p>A refused {@code mmap} is not modelled: the handler then maps nothing and hands the fault on.
 */
final class ProtocolModel implements ModelChecker.Threads {
  /** A deviation that breaks the protocol. */
  enum Flaw {
    /** The handler raises {@code entered} after it has mapped zero pages. */
    COUNTED_AFTER_MAP,
    /** The handler lowers {@code low} after the map. */
    LOW_AFTER_MAP,
    /** The handler stores {@code last} after the map. */
    LAST_AFTER_MAP,
    /** The handler stores {@code entered} as {@code last}: two handlers may store the same. */
    LAST_READ_FROM_ENTERED,
    /** The handler does not check the entry again after raising {@code inside}. */
    ENTRY_NOT_CHECKED_AGAIN,
    /** The handler checks again, but maps up to the end that it read before. */
    STALE_END,
    /** The handler may combine the start of a withdrawn region with the end of the next one. */
    START_READ_BEFORE_END,
    /** The repairer does not wait until {@code inside} is 0. */
    REPAIRED_WITHOUT_WAIT,
    /** The repairer does not check {@code inside} and {@code last} after resetting {@code low}. */
    REPAIRED_WITHOUT_RECHECK,
    /** Repairers do not exclude one another. */
    REPAIRED_WITHOUT_LOCK,
    /**
     * The repairer exchanges {@code low} and lowers {@code lowest} later: neither shows a fault.
     */
    LOW_RESET_BEFORE_LOWEST,
    /** The repairer lowers {@code lowest}, then exchanges {@code low}, which may have changed. */
    LOW_RESET_WITHOUT_COMPARE,
    /** The writer reads {@code lowest} first: the fault may move from {@code low} in between. */
    LOWEST_READ_BEFORE_LOW,
    /** The publisher does not compare {@code done} with {@code entered}. */
    PUBLISHED_WITHOUT_DONE,
    /** The publisher does not check that all regions are repaired. */
    PUBLISHED_WITHOUT_SCAN,
    /** A writer stores once more after a fault. */
    STORE_REPEATED,
    /** Withdrawal does not wait until {@code inside} is 0. */
    WITHDRAWN_WITHOUT_WAIT,
    /** Withdrawal does not take the region's lock: a repair may map over foreign memory. */
    WITHDRAWN_WITHOUT_LOCK,
    /** Withdrawal does not lower {@code lowest} to {@code low}, which the next region resets. */
    LOW_LOST_BY_WITHDRAWAL,
    /** Registration resets {@code last} to 0, which a late reader of the old region may expect. */
    LAST_RESET_BY_REUSE,
    /** Registration resets {@code inside}, which a late handler has raised. */
    INSIDE_RESET_BY_REUSE
  }

  /** Events worth reaching: a scenario that misses one of its own proves nothing. */
  enum Outcome {
    READ_FAST,
    READ_SLOW,
    READ_BELOW,
    READ_REFUSED,
    WRITTEN_FAST,
    WRITTEN_SLOW,
    WRITTEN_BELOW,
    WRITE_UNKNOWN,
    CLOSED,
    REPAIRED,
    REPAIR_AGAIN,
    PUBLISHED,
    NOT_PUBLISHED,
    FAULTED,
    FAULT_AFTER_WITHDRAWAL,
    WITHDRAWN,
    REUSED
  }

  /** Pages from start to end (exclusive), guarded by an entry of the table. */
  record Region(int entry, int start, int end, boolean shared, boolean tail, boolean atStart) {
    static Region shared(int entry, int start, int end) {
      return new Region(entry, start, end, true, true, true);
    }

    /** Returns a region in which the handler replaces one page, not all pages to the end. */
    Region pageByPage() {
      return new Region(entry, start, end, shared, false, atStart);
    }

    /**
     * Returns a private region, whose reads are judged by the watermark because it is never
     * repaired.
     */
    Region asPrivate() {
      return new Region(entry, start, end, false, tail, atStart);
    }

    /** Returns a region that an operation maps and registers later. */
    Region later() {
      return new Region(entry, start, end, shared, tail, false);
    }
  }

  private enum Kind {
    READ,
    WRITE,
    REPAIR,
    PUBLISH,
    SIZE,
    CLOSE,
    MAP
  }

  /**
   * An operation on the pages from {@code from} to {@code to} (exclusive) of a region, or one that
   * sets its file's length to {@code from} pages.
   */
  record Operation(Kind kind, int region, int from, int to) {}

  static Operation read(int region, int from, int to) {
    return new Operation(Kind.READ, region, from, to);
  }

  static Operation write(int region, int from, int to) {
    return new Operation(Kind.WRITE, region, from, to);
  }

  static Operation repair(int region) {
    return new Operation(Kind.REPAIR, region, 0, 0);
  }

  static Operation publish() {
    return new Operation(Kind.PUBLISH, 0, 0, 0);
  }

  /** Truncates or extends a region's file to a number of pages. */
  static Operation size(int region, int pages) {
    return new Operation(Kind.SIZE, region, pages, 0);
  }

  /** Closes a region, withdraws its entry and unmaps it; its pages are foreign then. */
  static Operation close(int region) {
    return new Operation(Kind.CLOSE, region, 0, 0);
  }

  /** Maps and registers a region. */
  static Operation map(int region) {
    return new Operation(Kind.MAP, region, 0, 0);
  }

  private static final int ENTRIES = 2;
  private static final int REGIONS = 2;
  private static final int PAGES = 4;
  private static final int NONE = 9; // `low` without a fault: above every page

  // Counters, then entries, regions, pages and threads.
  private static final int ENTERED = 0;
  private static final int DONE = 1;
  private static final int CLEAN = 2;
  private static final int ENTRY = 3;
  private static final int ENTRY_SIZE = 6;
  private static final int START = 0;
  private static final int END = 1;
  private static final int LAST = 2;
  private static final int LOW = 3;
  private static final int INSIDE = 4;
  private static final int REPAIRED = 5;
  private static final int REGION = ENTRY + ENTRIES * ENTRY_SIZE;
  private static final int REGION_SIZE = 4;
  private static final int LOWEST = 0;
  private static final int LOCK = 1;
  private static final int OPEN = 2;
  private static final int FILE = 3;
  private static final int PAGE = REGION + REGIONS * REGION_SIZE; // 0 foreign, 2r+1 file, 2r+2 zero
  private static final int THREAD = PAGE + PAGES;
  private static final int THREAD_SIZE = 11;
  private static final int NEXT = 0; // the operation
  private static final int PC = 1; // and the step in it
  private static final int MARK = 2;
  private static final int AT = 3;
  private static final int VALUE = 4;
  private static final int ZERO = 5; // pages touched that were zero pages
  private static final int LANDED = 6; // pages of the file stored to
  private static final int HANDLER = 7; // the handler's step, 0 when it does not run
  private static final int SEQ = 8;
  private static final int FOUND_START = 9;
  private static final int FOUND_END = 10;

  private static final int FAST = 1;
  private static final int BEFORE_SLOW = 2;
  private static final int FAST_TOUCH = 3;
  private static final int FAST_CHECK = 4;
  private static final int SLOW_TOUCH = 5;
  private static final int SLOW_CHECK = 6;
  private static final int WATERMARK = 7;
  private static final int JUDGE = 8;

  private final Region[] regions;
  private final Operation[][] programs;
  private final Set<Flaw> flaws;
  private final Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);

  // The step under way.
  private byte[] s;
  private int t;
  private Operation operation;
  private Region region;
  private int r;
  private int e;
  private String violation;
  private String words;

  ProtocolModel(Set<Flaw> flaws, Region[] regions, Operation[]... programs) {
    this.flaws = flaws;
    this.regions = regions;
    this.programs = programs;
  }

  Set<Outcome> outcomes() {
    return outcomes;
  }

  @Override
  public int count() {
    return programs.length;
  }

  @Override
  public String violation() {
    return violation;
  }

  @Override
  public String describe() {
    return words;
  }

  @Override
  public boolean finished(byte[] state, int thread) {
    return state[THREAD + thread * THREAD_SIZE + NEXT] == programs[thread].length;
  }

  @Override
  public byte[] initial() {
    byte[] state = new byte[THREAD + programs.length * THREAD_SIZE];
    for (int i = 0; i < ENTRIES; i++) {
      state[ENTRY + i * ENTRY_SIZE + LOW] = NONE;
    }
    for (int i = 0; i < regions.length; i++) {
      Region each = regions[i];
      int base = REGION + i * REGION_SIZE;
      state[base + LOWEST] = NONE;
      state[base + FILE] = (byte) (each.end - each.start);
      if (each.atStart) {
        state[base + OPEN] = 1;
        state[ENTRY + each.entry * ENTRY_SIZE + START] = (byte) each.start;
        state[ENTRY + each.entry * ENTRY_SIZE + END] = (byte) each.end;
        for (int page = each.start; page < each.end; page++) {
          state[PAGE + page] = file(i);
        }
      }
    }
    return state;
  }

  @Override
  public boolean step(byte[] state, int thread) {
    s = state;
    t = THREAD + thread * THREAD_SIZE;
    violation = null;
    if (finished(state, thread)) {
      return false;
    }
    operation = programs[thread][s[t + NEXT]];
    r = REGION + operation.region * REGION_SIZE;
    region = regions[operation.region];
    e = ENTRY + region.entry * ENTRY_SIZE;
    words = null;
    boolean stepped =
        switch (operation.kind) {
          case READ, WRITE -> s[t + HANDLER] != 0 ? handle() : access();
          case REPAIR -> repair();
          case PUBLISH -> publishMark();
          case SIZE -> size();
          case CLOSE -> close();
          case MAP -> map();
        };
    words = operation.kind + " " + (char) ('A' + operation.region) + ": " + words;
    return stepped;
  }

  private boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  private static byte file(int region) {
    return (byte) (2 * region + 1);
  }

  private static byte zero(int region) {
    return (byte) (2 * region + 2);
  }

  /** Ends a step, and sets the next one of the operation. */
  private boolean then(int pc, String words) {
    s[t + PC] = (byte) pc;
    this.words = words;
    return true;
  }

  private boolean handlerThen(int pc, String words) {
    s[t + HANDLER] = (byte) pc;
    this.words = "handler: " + words;
    return true;
  }

  private boolean end(Outcome outcome, String words) {
    if (outcome != null) {
      outcomes.add(outcome);
    }
    s[t + NEXT]++;
    for (int at = t + PC; at < t + THREAD_SIZE; at++) {
      s[at] = 0;
    }
    this.words = words + (outcome == null ? "" : ", " + outcome);
    return true;
  }

  private boolean fail(String violation, String words) {
    this.violation = violation;
    this.words = words + " <- " + violation;
    return true;
  }

  // Readers and writers

  private boolean access() {
    boolean write = operation.kind == Kind.WRITE;
    switch (s[t + PC]) {
      case 0:
        s[t + MARK] = s[CLEAN];
        return then(FAST, "c = clean = " + s[CLEAN]);
      case FAST:
        s[t + AT] = (byte) operation.from;
        return then(
            s[ENTERED] == s[t + MARK] ? FAST_TOUCH : BEFORE_SLOW, "entered is " + s[ENTERED]);
      case BEFORE_SLOW:
        s[t + MARK] = s[e + REPAIRED];
        s[t + AT] = (byte) operation.from;
        s[t + ZERO] = 0;
        return then(SLOW_TOUCH, "r0 = repaired = " + s[t + MARK]);
      case FAST_TOUCH, SLOW_TOUCH:
        return touch(write);
      case FAST_CHECK:
        if (s[ENTERED] == s[t + MARK]) {
          return accept(write ? Outcome.WRITTEN_FAST : Outcome.READ_FAST, "entered == c");
        }
        boolean again = !write || has(Flaw.STORE_REPEATED);
        return then(again ? BEFORE_SLOW : WATERMARK, "entered is " + s[ENTERED]);
      case SLOW_CHECK:
        if (s[e + LAST] == s[t + MARK]) {
          return accept(write ? Outcome.WRITTEN_SLOW : Outcome.READ_SLOW, "last == r0");
        }
        if (!write && region.shared) {
          return end(Outcome.READ_REFUSED, "last is " + s[e + LAST]);
        }
        return then(WATERMARK, "last is " + s[e + LAST]);
      case WATERMARK:
        boolean lowestFirst = has(Flaw.LOWEST_READ_BEFORE_LOW);
        s[t + VALUE] = s[lowestFirst ? r + LOWEST : e + LOW];
        return then(JUDGE, (lowestFirst ? "lowest is " : "low is ") + s[t + VALUE]);
      default:
        return judge(write);
    }
  }

  private boolean judge(boolean write) {
    boolean lowestFirst = has(Flaw.LOWEST_READ_BEFORE_LOW);
    int other = s[lowestFirst ? e + LOW : r + LOWEST];
    String read = (lowestFirst ? "low is " : "lowest is ") + other;
    if (operation.to <= Math.min(s[t + VALUE], other)) {
      return accept(write ? Outcome.WRITTEN_BELOW : Outcome.READ_BELOW, read);
    }
    return end(write ? Outcome.WRITE_UNKNOWN : Outcome.READ_REFUSED, read);
  }

  private boolean touch(boolean write) {
    if (s[r + OPEN] == 0) {
      return end(Outcome.CLOSED, "the region is closed");
    }
    int at = s[t + AT];
    if (s[PAGE + at] == zero(operation.region)) {
      s[t + ZERO]++;
    } else if (s[PAGE + at] != file(operation.region)) {
      return fail("foreign memory in an open region", "touch page " + at);
    } else if (at - region.start >= s[r + FILE]) {
      return handlerThen(1, "fault at page " + at);
    } else if (write) {
      s[t + LANDED]++;
    }
    boolean zero = s[PAGE + at] == zero(operation.region);
    s[t + AT]++;
    return then(
        s[t + PC] + (at + 1 == operation.to ? 1 : 0),
        "touch page " + at + (zero ? ", a zero page" : " of the file"));
  }

  private boolean accept(Outcome outcome, String words) {
    if (s[t + ZERO] != 0) {
      return fail("a zero page is accepted", words);
    }
    if (operation.kind == Kind.WRITE && s[t + LANDED] != operation.to - operation.from) {
      return fail("a store is done twice", words);
    }
    return end(outcome, words);
  }

  // The handler

  private boolean handle() {
    int at = s[t + AT];
    boolean mapFirst = has(Flaw.COUNTED_AFTER_MAP);
    switch (s[t + HANDLER]) {
      case 1:
        return find(at);
      case 2:
        s[t + SEQ] = ++s[ENTERED];
        return mapFirst
            ? handlerThen(6, "++entered = " + s[ENTERED])
            : handlerThen(3, "++entered = " + s[ENTERED]);
      case 3:
        s[e + INSIDE]++;
        return handlerThen(has(Flaw.ENTRY_NOT_CHECKED_AGAIN) ? 5 : 4, "++inside");
      case 4:
        return readAgain(at, true);
      case 14:
        return readAgain(at, false);
      case 5:
        if (!has(Flaw.LOW_AFTER_MAP)) {
          s[e + LOW] = (byte) Math.min(s[e + LOW], at);
        }
        return handlerThen(mapFirst ? 7 : 6, "low = " + s[e + LOW]);
      case 6:
        if (!has(Flaw.LAST_AFTER_MAP)) {
          s[e + LAST] = has(Flaw.LAST_READ_FROM_ENTERED) ? s[ENTERED] : s[t + SEQ];
        }
        return handlerThen(mapFirst ? 10 : 7, "last = " + s[e + LAST]);
      case 7:
        return mapZero(at);
      case 8:
        s[e + LOW] = (byte) Math.min(s[e + LOW], at);
        return handlerThen(10, "low = " + s[e + LOW]);
      case 9:
        s[e + LAST] = s[t + SEQ];
        return handlerThen(10, "last = " + s[e + LAST]);
      case 10:
        s[e + INSIDE]--;
        return handlerThen(11, "--inside");
      case 11:
        s[DONE]++;
        s[t + SEQ] = 0;
        s[t + FOUND_START] = 0;
        s[t + FOUND_END] = 0;
        return handlerThen(0, "++done");
      case 12:
        s[e + INSIDE]--;
        return handlerThen(13, "--inside");
      default:
        s[DONE]++;
        return chain(Outcome.FAULT_AFTER_WITHDRAWAL);
    }
  }

  private boolean find(int at) {
    if (s[e + START] <= at && at < s[e + END]) {
      outcomes.add(Outcome.FAULTED);
      s[t + FOUND_START] = s[e + START];
      s[t + FOUND_END] = s[e + END];
      return handlerThen(has(Flaw.COUNTED_AFTER_MAP) ? 3 : 2, "found entry " + region.entry);
    }
    return chain(Outcome.FAULT_AFTER_WITHDRAWAL);
  }

  private boolean chain(Outcome outcome) {
    return s[r + OPEN] != 0
        ? fail("a fault of an open region is handed on", "handler: chain")
        : end(outcome, "handler: chain");
  }

  /** Reads one bound of the entry: the end first, unless the model has the flaw. */
  private boolean readAgain(int at, boolean first) {
    boolean endRead = first != has(Flaw.START_READ_BEFORE_END);
    if (endRead) {
      if (has(Flaw.STALE_END)) {
        return handlerThen(
            at >= s[e + END] ? 12 : first ? 14 : 5, "end is " + s[e + END] + ", not kept");
      }
      s[t + FOUND_END] = s[e + END];
      return handlerThen(at >= s[e + END] ? 12 : first ? 14 : 5, "end is " + s[e + END]);
    }
    s[t + FOUND_START] = s[e + START];
    return handlerThen(at < s[e + START] ? 12 : first ? 14 : 5, "start is " + s[e + START]);
  }

  private boolean mapZero(int at) {
    int end = region.tail ? s[t + FOUND_END] : at + 1;
    String map = "zero pages from " + at + " to " + end;
    for (int page = at; page < end; page++) {
      int owner = (s[PAGE + page] - 1) / 2;
      if (s[PAGE + page] == 0 || regions[owner].entry != region.entry) {
        return fail("the handler maps over foreign memory", "handler: " + map);
      }
      s[PAGE + page] = zero(owner);
    }
    if (has(Flaw.COUNTED_AFTER_MAP)) {
      return handlerThen(2, map);
    }
    return handlerThen(has(Flaw.LOW_AFTER_MAP) ? 8 : has(Flaw.LAST_AFTER_MAP) ? 9 : 10, map);
  }

  // Repair

  private boolean repair() {
    switch (s[t + PC]) {
      case 0:
        if (s[r + LOCK] != 0 && !has(Flaw.REPAIRED_WITHOUT_LOCK)) {
          return false;
        }
        if (s[r + OPEN] == 0 || s[e + LAST] == s[e + REPAIRED]) {
          return end(null, "nothing to do");
        }
        s[r + LOCK] = 1;
        return then(has(Flaw.REPAIRED_WITHOUT_WAIT) ? 2 : 1, "lock");
      case 1:
        return s[e + INSIDE] == 0 && then(2, "inside is 0");
      case 2:
        s[t + MARK] = s[e + LAST];
        return then(3, "s = last = " + s[e + LAST]);
      case 3:
        s[t + VALUE] = s[e + LOW];
        if (has(Flaw.LOW_RESET_BEFORE_LOWEST)) {
          s[e + LOW] = NONE;
          return then(4, "exchange low, which was " + s[t + VALUE]);
        }
        return then(4, "low is " + s[t + VALUE]);
      case 4:
        lowerLowest();
        return then(has(Flaw.LOW_RESET_BEFORE_LOWEST) ? 7 : 5, "lowest = " + s[r + LOWEST]);
      case 5:
        if (has(Flaw.LOW_RESET_WITHOUT_COMPARE)) {
          s[t + VALUE] = s[e + LOW];
          s[e + LOW] = NONE;
          return then(6, "exchange low, which was " + s[t + VALUE]);
        }
        if (s[e + LOW] != s[t + VALUE]) {
          return then(3, "low has changed");
        }
        s[e + LOW] = NONE;
        return then(7, "low = none");
      case 6:
        lowerLowest();
        return then(7, "lowest = " + s[r + LOWEST]);
      case 7:
        s[t + VALUE] = 0;
        if (has(Flaw.REPAIRED_WITHOUT_RECHECK)) {
          return then(9, "check nothing again");
        }
        if (s[e + INSIDE] != 0 && !has(Flaw.REPAIRED_WITHOUT_WAIT)) {
          outcomes.add(Outcome.REPAIR_AGAIN);
          return then(1, "inside is " + s[e + INSIDE]);
        }
        return then(8, "inside is 0 still");
      case 8:
        return s[e + LAST] == s[t + MARK]
            ? then(9, "last is s still")
            : then(has(Flaw.REPAIRED_WITHOUT_WAIT) ? 2 : 1, "last is " + s[e + LAST]);
      case 9:
        for (int page = s[r + LOWEST]; page < region.end; page++) {
          if (s[PAGE + page] != file(operation.region)
              && s[PAGE + page] != zero(operation.region)) {
            return fail("a repair maps over foreign memory", "map the file");
          }
          s[PAGE + page] = file(operation.region);
        }
        return then(10, "map the file from page " + s[r + LOWEST]);
      default:
        s[e + REPAIRED] = s[t + MARK];
        s[r + LOCK] = 0;
        return end(Outcome.REPAIRED, "repaired = " + s[e + REPAIRED] + ", unlock");
    }
  }

  private void lowerLowest() {
    s[r + LOWEST] = (byte) Math.min(s[r + LOWEST], s[t + VALUE]);
  }

  // The clean mark

  private boolean publishMark() {
    switch (s[t + PC]) {
      case 0:
        s[t + MARK] = s[DONE];
        return then(1, "d = done = " + s[DONE]);
      case 1:
        if (s[ENTERED] != s[t + MARK] && !has(Flaw.PUBLISHED_WITHOUT_DONE)) {
          return end(Outcome.NOT_PUBLISHED, "entered is " + s[ENTERED]);
        }
        s[t + MARK] = s[ENTERED];
        return then(has(Flaw.PUBLISHED_WITHOUT_SCAN) ? 4 : 2, "t = entered = " + s[ENTERED]);
      case 2:
        int scanned = ENTRY + s[t + AT] * ENTRY_SIZE;
        if (s[scanned + END] == 0) {
          return nextEntry("entry " + s[t + AT] + " is not in use");
        }
        s[t + VALUE] = s[scanned + LAST];
        return then(3, "last of entry " + s[t + AT] + " is " + s[t + VALUE]);
      case 3:
        if (s[ENTRY + s[t + AT] * ENTRY_SIZE + REPAIRED] != s[t + VALUE]) {
          return end(Outcome.NOT_PUBLISHED, "entry " + s[t + AT] + " is dirty");
        }
        return nextEntry("entry " + s[t + AT] + " is clean");
      case 4:
        if (s[ENTERED] != s[t + MARK]) {
          return end(Outcome.NOT_PUBLISHED, "entered is " + s[ENTERED]);
        }
        return then(5, "entered is t still");
      default:
        s[CLEAN] = s[t + MARK];
        return end(s[CLEAN] == 0 ? null : Outcome.PUBLISHED, "clean = " + s[CLEAN]);
    }
  }

  private boolean nextEntry(String words) {
    s[t + VALUE] = 0;
    s[t + AT]++;
    return then(s[t + AT] == ENTRIES ? 4 : 2, words);
  }

  // The file, and the life of a region

  private boolean size() {
    s[r + FILE] = (byte) operation.from;
    return end(null, "pages = " + operation.from);
  }

  private boolean close() {
    switch (s[t + PC]) {
      case 0:
        s[r + OPEN] = 0;
        return then(1, "close the arena");
      case 1:
        if (!has(Flaw.WITHDRAWN_WITHOUT_LOCK)) {
          if (s[r + LOCK] != 0) {
            return false;
          }
          s[r + LOCK] = 1;
        }
        return then(2, "lock");
      case 2:
        s[e + END] = 0;
        return then(has(Flaw.WITHDRAWN_WITHOUT_WAIT) ? 4 : 3, "end = 0");
      case 3:
        return s[e + INSIDE] == 0 && then(4, "inside is 0");
      case 4:
        if (!has(Flaw.LOW_LOST_BY_WITHDRAWAL)) {
          s[r + LOWEST] = (byte) Math.min(s[r + LOWEST], s[e + LOW]);
        }
        if (!has(Flaw.WITHDRAWN_WITHOUT_LOCK)) {
          s[r + LOCK] = 0;
        }
        return then(5, "lowest = " + s[r + LOWEST] + ", unlock");
      default:
        for (int page = region.start; page < region.end; page++) {
          s[PAGE + page] = 0;
        }
        return end(Outcome.WITHDRAWN, "unmap");
    }
  }

  private boolean map() {
    switch (s[t + PC]) {
      case 0:
        for (int page = region.start; page < region.end; page++) {
          s[PAGE + page] = file(operation.region);
        }
        return then(1, "map the file");
      case 1:
        s[e + START] = (byte) region.start;
        return then(2, "start = " + region.start);
      case 2:
        s[e + LOW] = NONE;
        if (has(Flaw.LAST_RESET_BY_REUSE)) {
          s[e + LAST] = 0;
        }
        s[e + REPAIRED] = s[e + LAST];
        if (has(Flaw.INSIDE_RESET_BY_REUSE)) {
          s[e + INSIDE] = 0;
        }
        return then(3, "low = none, repaired = last = " + s[e + LAST]);
      default:
        s[e + END] = (byte) region.end;
        s[r + OPEN] = 1;
        return end(Outcome.REUSED, "end = " + region.end);
    }
  }
}
