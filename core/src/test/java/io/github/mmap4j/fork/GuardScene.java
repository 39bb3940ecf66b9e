package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.Protection;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A kind of memory, or a state of the process, in which the guard meets faults. */
enum GuardScene {
  /** A memfd that is shrunk through another descriptor. */
  MEMFD {
    @Override
    void play(Path folder) throws Exception {
      int fd = Libc.memfd("shrunk");
      Path name = Path.of("/proc/self/fd/" + fd);
      try (PatternFile file = new PatternFile(name);
          Mmap mmap = Mmap.builder().fileno(fd).map()) {
        faultAndBack(mmap, file);
      }
    }
  },
  /** The folder is on hugetlbfs, where files can be written only through a mapping. */
  HUGE_PAGES {
    @Override
    void play(Path folder) throws Exception {
      Path path = folder.resolve("huge");
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        long page = Files.getFileStore(path).getBlockSize();
        Check.that(page > Mmap.PAGESIZE, "pages of " + page + " bytes are not huge");
        file.setLength(2 * page);
        try (Mmap mmap = Mmap.open(path)) {
          long gone = page + 12345;
          mmap.set(5, 55);
          for (int round = 1; round <= ROUNDS; round++) {
            mmap.set(gone, round);
            Check.same(round, mmap.get(gone), "a byte of a huge page");
            file.setLength(page);
            Check.same(page, faultAt(() -> mmap.get(gone)).fileSize(), "the file's size");
            Check.same(page, faultAt(() -> sum(mmap, page - 100, page + 100)).offset(), "offset");
            faultAt(() -> mmap.set(gone, 1));
            Check.same(55, mmap.get(5), "a byte that is left");
            Check.same(page, Files.size(path), "the file's size after its faults");
            file.setLength(2 * page);
            Check.same(0, mmap.get(gone), "a byte of a huge page that is new");
          }
        }
        try (Mmap mmap = Mmap.open(path)) {
          mmap.set(page, 66);
          mmap.resize(3 * page);
          mmap.set(-1, 77);
          file.setLength(4 * page);
          Check.same(4 * page, mmap.refresh(), "the length after growth of the file");
          Check.same(
              "55 66 77",
              mmap.get(5) + " " + mmap.get(page) + " " + mmap.get(3 * page - 1),
              "bytes of three huge pages");
          String odd = Check.thrown(MmapException.class, () -> mmap.resize(page + 1)).getMessage();
          Check.that(odd.contains("a multiple of its huge page size, " + page), odd);
          mmap.resize(page);
          Check.same(page, Files.size(path), "the file's size after a resize");
          String uncut =
              Check.thrown(UnsupportedOperationException.class, mmap::appender).getMessage();
          Check.that(uncut.contains("a multiple of its huge page size, " + page), uncut);
          Check.same(page, Files.size(path), "the file's size without an appender");
        }
        Mmap.builder().path(path).length(1).confined().map().close();
        Check.same(0L, Proc.mappings(path.toString()), "what is left of closed memory");
      }
    }
  },
  PRIVATE {
    @Override
    void play(Path folder) throws Exception {
      Path path = folder.resolve("private");
      try (PatternFile file = new PatternFile(path);
          Mmap mmap = Mmap.open(path, Access.COPY)) {
        mmap.set(100, 1);
        mmap.set(PatternFile.GONE, 2);
        file.truncate();
        for (int round = 0; round < ROUNDS; round++) {
          String said = faultAt(() -> mmap.get(PatternFile.GONE)).getMessage();
          Check.that(said.contains("is lost: map the file anew"), said);
          faultAt(() -> mmap.set(PatternFile.GONE, 3));
          faultAt(() -> mmap.getSlice(0));
          faultAt(() -> mmap.find(PatternFile.NEEDLE, 0));
          faultAt(() -> sum(mmap, 0, 1)); // guarded fails for the whole mapping
          Check.same(1, mmap.get(100), "what was written to private memory");
          mmap.set(101, round);
          Check.same(round, mmap.get(101), "what was written after a fault");
          Check.that(
              PatternFile.are(mmap.getSlice(102, PatternFile.LEFT), 102, PatternFile.LEFT),
              "what was not written");
          file.grow();
        }
        Check.same(PatternFile.at(100), file.get(100), "the file's byte");
      }
    }
  },
  LOCKED {
    @Override
    void play(Path folder) throws Exception {
      Path path = folder.resolve("locked");
      try (PatternFile file = new PatternFile(path);
          Mmap mmap = Mmap.open(path)) {
        mmap.lock();
        String before = Proc.status("VmLck");
        Check.that(!before.startsWith("0 "), "nothing is locked");
        for (int round = 0; round < ROUNDS; round++) {
          faultAndBack(mmap, file);
          Check.same(before, Proc.status("VmLck"), "VmLck after the repair");
        }
      }
    }
  },
  ADVISED {
    @Override
    void play(Path folder) throws Exception {
      Path path = folder.resolve("advised");
      try (PatternFile file = new PatternFile(path);
          Mmap mmap = Mmap.open(path)) {
        mmap.madvise(Advice.RANDOM);
        mmap.madvise(Advice.DONTDUMP, 2L * PatternFile.PAGE, PatternFile.PAGE);
        List<String> before = flags(path);
        Check.that(before.stream().allMatch(flags -> flags.contains(" rr")), before.toString());
        Check.that(before.stream().anyMatch(flags -> flags.contains(" dd")), before.toString());
        for (int round = 0; round < ROUNDS; round++) {
          faultAndBack(mmap, file);
          Check.same(before, flags(path), "VmFlags after the repair");
        }
      }
    }
  },
  /** Many mappings, close to vm.max_map_count, of which one is truncated. */
  MANY {
    @Override
    void play(Path folder) throws Exception {
      Path path = folder.resolve("truncated");
      List<Mmap> all = new ArrayList<>();
      try (PatternFile file = new PatternFile(path);
          Mmap mmap = Mmap.open(path)) {
        faultAndBack(mmap, file); // loads classes, for which there is less room later
        for (int i = 0; i < 60_000; i++) {
          all.add(page(i));
        }
        try (Mmap last = Mmap.open(path)) {
          for (int round = 0; round < ROUNDS; round++) {
            faultAndBack(mmap, file);
            faultAndBack(last, file);
          }
        }
        for (Mmap one : all) {
          Check.same(0, one.get(0), "a byte of other memory");
        }
      } finally {
        all.forEach(Mmap::close);
      }
    }

    /** Neighbours differ in protection, because the kernel merges equal ones. */
    private Mmap page(int number) throws IOException {
      MmapBuilder page = Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(1).confined();
      return number % 2 == 0 ? page.map() : page.protection(Protection.READ).map();
    }
  },
  /** No address space is left, because of RLIMIT_AS. */
  NO_ADDRESS_SPACE {
    @Override
    void play(Path folder) throws Exception {
      Path path = folder.resolve("limited");
      List<Mmap> all = new ArrayList<>();
      try (PatternFile file = new PatternFile(path);
          Mmap mmap = Mmap.open(path)) {
        faultAndBack(mmap, file);
        MmapException refused = Check.thrown(MmapException.class, () -> fill(all));
        Check.same("ENOMEM", refused.errnoName(), "the error");
        for (int round = 0; round < ROUNDS; round++) {
          faultAndBack(mmap, file);
        }
      } finally {
        all.forEach(Mmap::close);
      }
    }

    private void fill(List<Mmap> all) throws IOException {
      for (long bytes = 1L << 30; bytes >= Mmap.PAGESIZE; bytes /= 2) {
        for (int i = 0; i < 1000; i++) {
          try {
            all.add(Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(bytes).map());
          } catch (MmapException e) {
            if (bytes == Mmap.PAGESIZE) {
              throw e;
            }
            break;
          }
        }
      }
    }
  },
  /** A mapping of 1 TiB, of which little is in memory. */
  SPARSE {
    @Override
    void play(Path folder) throws Exception {
      long length = 1L << 40;
      Path path = folder.resolve("sparse");
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(length);
        play(file, path, length);
      }
    }

    private void play(RandomAccessFile file, Path path, long length) throws Exception {
      try (Mmap mmap = Mmap.open(path)) {
        mmap.set(100, 1);
        mmap.set(-1, 2);
        long before = Proc.mappings("");
        file.setLength(Mmap.PAGESIZE);
        for (long at = Mmap.PAGESIZE; at < length; at += length / 500) {
          long gone = at;
          faultAt(() -> mmap.get(gone));
          faultAt(() -> mmap.set(gone, 1));
          faultAt(() -> sum(mmap, gone, gone + 1));
        }
        Check.same(1, mmap.get(100), "a byte that is left");
        long after = Proc.mappings("");
        Check.that(after < before + 50, after + " mappings of the system, " + before + " before");
      }
    }
  },
  /** Child processes start, run and end while faults occur. */
  CHILDREN {
    @Override
    void play(Path folder) throws Exception {
      Path path = folder.resolve("file");
      try (PatternFile file = new PatternFile(path);
          Mmap mmap = Mmap.open(path)) {
        Process longest = new ProcessBuilder("sleep", "1000").start();
        for (int round = 0; round < ROUNDS; round++) {
          Process child = new ProcessBuilder("true").start();
          faultAndBack(mmap, file);
          Check.same(0, child.waitFor(), "the exit status of a child");
        }
        Check.that(longest.isAlive(), "a child has ended");
        longest.destroy();
        Check.same(128 + 15, longest.waitFor(), "the exit status of a child that was ended");
      }
    }
  };

  private static final int ROUNDS = 20;

  abstract void play(Path folder) throws Exception;

  public static void main(String[] args) throws Exception {
    GuardScene scene = valueOf(args[0]);
    scene.play(Path.of(args[1]));
    System.out.println(scene + " passed");
  }

  private static MappingFaultException faultAt(Check.Body body) {
    return Check.thrown(MappingFaultException.class, body);
  }

  private static long sum(Mmap mmap, long from, long to) {
    return mmap.guarded(
        s -> {
          long sum = 0;
          for (long at = from; at < to; at++) {
            sum += s.get(JAVA_BYTE, at);
          }
          return sum;
        });
  }

  /** Reads and writes lost pages, then the same pages after the file has grown again. */
  static void faultAndBack(Mmap mmap, PatternFile file) throws IOException {
    file.truncate();
    faultAt(() -> mmap.get(PatternFile.GONE));
    faultAt(() -> mmap.set(PatternFile.GONE, 1));
    faultAt(() -> mmap.getSlice(0));
    Check.same(
        (long) PatternFile.LEFT,
        faultAt(() -> sum(mmap, 0, PatternFile.LENGTH)).offset(),
        "offset");
    Check.that(
        PatternFile.are(mmap.getSlice(0, PatternFile.LEFT), 0, PatternFile.LEFT), "what is left");
    file.grow();
    Check.that(
        PatternFile.are(mmap.getSlice(0), 0, PatternFile.LENGTH), "what is there after it grew");
    file.check();
  }

  /** Returns the VmFlags of the mappings of a file. */
  private static List<String> flags(Path path) throws IOException {
    Predicate<String> isHead = line -> line.matches("[0-9a-f]+-[0-9a-f]+ .*");
    List<String> found = new ArrayList<>();
    boolean inside = false;
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps"))) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (isHead.test(line)) {
          inside = line.endsWith(path.toString());
        } else if (inside && line.startsWith("VmFlags:")) {
          found.add(line);
        }
      }
    }
    return found;
  }
}
