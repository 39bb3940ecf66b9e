package io.github.mmap4j.oracle;

import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Makes operations for judge.py and {@link Replay} from a seed, to suit the state of the replay.
 * Most of them succeed. It leaves out operations that kill CPython, or that may have two correct
 * answers: shared anonymous memory that grows, private memory that grows again over what it had,
 * {@code resize(0)} where a resize works, a file larger than a disk, and {@code MADV_FREE} of
 * memory in use.
 */
final class RandomOperations {
  /** The operations, each repeated in proportion to its frequency. */
  private static final String[] WORDS =
      ("map map map map file file len get get set set slice slice slice slice assign assign assign"
              + " assign contains forwards backwards find find find rfind rfind count count read read"
              + " readbyte readline readtext write write write writebyte seek seek seek seek tell"
              + " seekable size move move madvise madvise resize resize resize close closed text"
              + " setname")
          .split(" ");

  /** The number of operations per flush, which is large because a flush may wait for a disk. */
  private static final int OPERATIONS_TO_A_FLUSH = 60;

  private static final int MAPS_TO_A_LISTED_DIFFERENCE = 200;

  /** The advice that marks a range. A mark splits the memory, which CPython then can't grow. */
  private static final String[] MARKS = {
    "NORMAL",
    "RANDOM",
    "SEQUENTIAL",
    "DONTFORK",
    "DOFORK",
    "DONTDUMP",
    "DODUMP",
    "MERGEABLE",
    "UNMERGEABLE",
    "HUGEPAGE",
    "NOHUGEPAGE",
    "WIPEONFORK",
    "KEEPONFORK"
  };

  private static final String[] DEEDS = {
    "WILLNEED",
    "DONTNEED",
    "DONTNEED",
    "REMOVE",
    "COLD",
    "PAGEOUT",
    "POPULATE_READ",
    "POPULATE_WRITE",
    "FREE"
  };

  private static final String[] SYNCS = {
    "SYNC", "ASYNC", "INVALIDATE", "SYNC|INVALIDATE", "ASYNC|INVALIDATE", "ASYNC|SYNC"
  };

  private static final long LENGTH_IF_CLOSED = 6;
  private static final int SINCE_TRACKFD = 13;
  private static final int LONGEST_NAME = 70;

  private final RandomArguments random;
  private final RandomMaps maps;
  private final Replay replay;
  private final Queue<String> fixed =
      new ArrayDeque<>(List.of("file 'abc\\nabc' 100", "map path DEFAULT 0 0"));

  private long length;
  private long position;
  private boolean split;

  /**
   * Whether private memory or its file was shortened. CPython may then show old bytes past the new
   * end, where the library shows zeros.
   */
  private boolean shrunk;

  /** Makes operations that CPython 3.{@code minor} can follow. */
  RandomOperations(long seed, Replay replay, int minor) {
    this.random = new RandomArguments(seed);
    this.maps = new RandomMaps(random, minor >= SINCE_TRACKFD);
    this.replay = replay;
  }

  /** Returns the operation to run next. */
  String next() throws IOException {
    if (!fixed.isEmpty()) {
      return fixed.remove();
    }
    boolean open = replay.isOpen();
    length = open ? replay.mmap().length() : LENGTH_IF_CLOSED;
    position = open ? replay.mmap().tell() : 0;
    if (random.once(OPERATIONS_TO_A_FLUSH)) {
      return random.once(2) ? flush() : sync();
    }
    return operation(!open && !random.once(3) ? "map" : random.oneOf(WORDS));
  }

  private String operation(String word) throws IOException {
    return switch (word) {
      case "file" -> maps.file();
      case "map" -> map();
      case "get" -> "get " + random.index(length);
      case "set" -> "set " + random.index(length) + " " + random.byteValue();
      case "slice" -> slice();
      case "assign" -> random.once(6) ? anyAssign() : fittingAssign();
      case "contains" -> "contains " + random.byteValue();
      case "find", "rfind", "count" -> word + " " + search();
      case "read" -> read();
      case "write" -> "write " + random.payload(writeCount(), length);
      case "writebyte" -> "writebyte " + random.byteValue();
      case "seek" -> seek();
      case "move" -> move();
      case "madvise" -> madvise();
      case "resize" -> resize();
      case "setname" -> "setname " + "n".repeat(1 + random.below(LONGEST_NAME));
      default -> word;
    };
  }

  private String map() throws IOException {
    split = false;
    shrunk = false;
    if (random.once(MAPS_TO_A_LISTED_DIFFERENCE)) {
      String listed = maps.listedDifference();
      fixed.add(maps.anonymous()); // until then, only CPython has a mapping
      return listed;
    }
    return maps.map(replay.fileSize());
  }

  // ---- slices

  private String slice() {
    String slice = "slice " + random.end(length);
    return switch (random.below(4)) {
      case 0 -> slice;
      case 1 -> slice + " " + random.end(length);
      default -> slice + " " + random.end(length) + " " + step();
    };
  }

  private String step() {
    return switch (random.below(12)) {
      case 0 -> "~";
      case 1 -> "0";
      case 2 -> "" + random.wild();
      case 3 -> "" + (random.once(2) ? -1 : 1) * (1 + random.upTo(length + 1));
      default -> random.oneOf("1", "2", "3", "-1", "-2", "-3");
    };
  }

  private String anyAssign() {
    String bytes = "assign " + random.literal(random.below(9)) + " " + random.end(length);
    return switch (random.below(3)) {
      case 0 -> bytes;
      case 1 -> bytes + " " + random.end(length);
      default -> bytes + " " + random.end(length) + " " + step();
    };
  }

  /**
   * Assigns as many bytes as the slice has, with bounds that may count from the start or the end.
   */
  private String fittingAssign() {
    long start = random.place(length);
    long step = 1 + (random.once(3) ? random.below(4) : 0);
    long count = random.amount((length - start + step - 1) / step);
    if (random.once(5)) {
      return "assign " + random.payload(count, length) + " " + (length - count);
    }
    String bytes = "assign " + random.payload(count, length) + " ";
    if (count == 0) {
      return bytes + start + " " + start;
    }
    long last = start + (count - 1) * step;
    if (random.once(4)) {
      String stop = start == 0 ? "~" : "" + (start - 1);
      return bytes + fromEitherEnd(last) + " " + stop + " " + -step;
    }
    String slice = bytes + fromEitherEnd(start) + " " + (last + 1);
    return step == 1 && random.once(2) ? slice : slice + " " + step;
  }

  private long fromEitherEnd(long index) {
    return random.once(3) ? index - length : index;
  }

  // ---- search, position

  private String search() {
    String needle = random.needle(length);
    return switch (random.below(3)) {
      case 0 -> needle;
      case 1 -> needle + " " + random.near(length);
      default -> needle + " " + random.near(length) + " " + random.near(length);
    };
  }

  private long room() {
    return Math.max(0, length - position);
  }

  private String read() {
    return switch (random.below(5)) {
      case 0 -> "read";
      case 1 -> "read " + random.near(length);
      default -> "read " + random.amount(room());
    };
  }

  private long writeCount() {
    return random.once(8) ? room() + random.below(3) : random.amount(room());
  }

  private String seek() {
    if (random.once(10)) {
      return "seek " + random.near(length) + random.oneOf("", " SET", " CUR", " END");
    }
    long target = random.place(length);
    return switch (random.below(4)) {
      case 0 -> "seek " + (target - position) + " CUR";
      case 1 -> "seek " + (target - length) + " END";
      case 2 -> "seek " + target + " SET";
      default -> "seek " + target;
    };
  }

  // ---- memory

  private String move() {
    if (random.once(6)) {
      return "move " + random.near(length) + " " + random.near(length) + " " + random.near(length);
    }
    long count = random.place(length);
    return "move "
        + random.place(length - count)
        + " "
        + random.place(length - count)
        + " "
        + count;
  }

  private long page() {
    return random.upTo(length / Mmap.PAGESIZE) * Mmap.PAGESIZE;
  }

  private String flush() {
    return "flush" + range();
  }

  private String sync() {
    boolean takesFlags = !replay.isOpen() || !maps.isOfChannel();
    return "sync " + (takesFlags ? random.oneOf(SYNCS) : "SYNC") + range();
  }

  /** Returns what to flush: all, or from an offset, perhaps with a size. */
  private String range() {
    long offset = random.once(5) ? random.near(length) : page();
    return switch (random.below(6)) {
      case 0 -> "";
      case 1 -> " " + offset;
      case 2 -> " " + offset + " -1";
      case 3 -> " " + offset + " " + random.near(length);
      default -> " " + offset + " " + random.place(Math.max(0, length - Math.max(0, offset)));
    };
  }

  private String madvise() {
    if (replay.isOpen() && maps.isOfChannel()) {
      return "tell";
    }
    String advice = random.oneOf(random.once(2) ? MARKS : DEEDS);
    if (advice.equals("FREE") && maps.isPrivateMemory()) {
      advice = "DONTNEED";
    }
    if (random.once(3)) {
      return "madvise " + advice;
    }
    split = true;
    long start = random.once(5) ? random.near(length) : page();
    if (random.once(3)) {
      return "madvise " + advice + " " + start;
    }
    long count = random.once(5) ? random.near(length) : random.place(length);
    return "madvise " + advice + " " + start + " " + count;
  }

  private String resize() throws IOException {
    boolean resizable = isResizable();
    if (!resizable && !random.once(4)) {
      return "tell";
    }
    if (random.once(8)) {
      long past = Long.MAX_VALUE - random.below(Mmap.PAGESIZE);
      long refused = resizable ? maps.offset() > 0 ? past : -1 - random.upTo(2) : random.wild();
      return "resize " + (resizable || !random.once(3) ? refused : 0);
    }
    long wanted = random.once(4) ? length : maps.newLength();
    boolean fixedSize = split || shrunk || maps.isSharedMemory();
    long given = resizable && fixedSize ? Math.min(wanted, length) : wanted;
    boolean cuts = given <= length || maps.offset() + given <= replay.fileSize();
    shrunk |= resizable && maps.isPrivate() && cuts;
    return "resize " + given;
  }

  private boolean isResizable() {
    return replay.isOpen() && replay.mmap().capabilities().contains(Capability.RESIZE);
  }
}
