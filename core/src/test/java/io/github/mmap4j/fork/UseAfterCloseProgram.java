package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Advice;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.regex.BytePattern;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads, writes, searches and advises a mapping on several threads while another thread resizes and
 * closes it and maps the next one, probably at the same address. It stops when its standard input
 * has ended and enough was done. Each mapping is filled with a byte of its own, so another byte
 * would come from another mapping. Arguments: path, channel, anonymous or private; a folder; the
 * number of threads; a seed.
 */
public final class UseAfterCloseProgram {
  private static final int SHORTEST = 2 * PatternFile.PAGE;
  private static final int LONGEST = 64 * PatternFile.PAGE;
  private static final int RESIZES = 6;
  private static final long FEW = 1000;

  /** What all users of one mapping share. */
  private static final class Generation {
    final Mmap mmap;
    final byte fill;
    final MemorySegment segment;
    final ByteBuffer buffer;
    final List<Advice> advice;

    Generation(String kind, Mmap mmap, byte fill) {
      this.mmap = mmap;
      this.fill = fill;
      this.advice = harmless(kind);
      MemorySegment all = mmap.asSegment();
      all.fill(fill);
      segment = all.asSlice(100, 1000);
      buffer = mmap.asByteBuffer(50, 1000).duplicate();
    }
  }

  /**
   * Returns advice that changes no byte and does not split the memory, which could then not be
   * resized.
   */
  private static List<Advice> harmless(String kind) {
    List<Advice> all = new ArrayList<>();
    if (!kind.equals("channel")) {
      all.addAll(List.of(Advice.WILLNEED, Advice.COLD, Advice.PAGEOUT));
      all.addAll(List.of(Advice.POPULATE_READ, Advice.POPULATE_WRITE));
      if (!kind.equals("private")) {
        all.add(Advice.DONTNEED);
      }
    }
    return all.stream().filter(Advice::isSupported).toList();
  }

  private static volatile Generation current;
  private static volatile boolean over;
  private static final AtomicReference<Throwable> WRONG = new AtomicReference<>();
  private static final AtomicLong RIGHT = new AtomicLong();
  private static final AtomicLong CLOSED = new AtomicLong();

  private UseAfterCloseProgram() {}

  public static void main(String[] args) throws Exception {
    Parent.listen();
    Path folder = Path.of(args[1]);
    int threads = Integer.parseInt(args[2]);
    Random random = new Random(Long.parseLong(args[3]));
    List<Path> files = List.of(file(folder, "even"), file(folder, "odd"));
    next(args[0], files, 0);
    List<Thread> users = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      long seed = random.nextLong();
      users.add(Thread.ofPlatform().start(() -> use(new Random(seed))));
    }
    Patience patience = new Patience();
    int i = 1;
    for (; WRONG.get() == null && (Parent.wantsMore() || !isEnough() && patience.isLeft()); i++) {
      Mmap old = current.mmap;
      for (int r = 0; r < RESIZES; r++) {
        old.resize(random.nextInt(SHORTEST, LONGEST));
      }
      if (i % 2 == 0) {
        old.close();
        next(args[0], files, i);
      } else {
        next(args[0], files, i);
        old.close();
      }
    }
    over = true;
    for (Thread user : users) {
      user.join();
    }
    current.mmap.close();
    if (WRONG.get() != null) {
      throw new AssertionError(WRONG.get());
    }
    Check.that(RIGHT.get() > FEW, "hardly a call succeeded: " + RIGHT);
    Check.that(CLOSED.get() > 0, "no call met a closed mapping");
    System.out.printf(
        "%s: %,d mappings, %,d right answers, %,d refusals%n",
        args[0], i, RIGHT.get(), CLOSED.get());
  }

  private static boolean isEnough() {
    return RIGHT.get() > FEW && CLOSED.get() > 0;
  }

  private static Path file(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, new byte[SHORTEST]);
    return file;
  }

  private static void next(String kind, List<Path> files, int number) throws IOException {
    Path path = files.get(number % 2);
    current = new Generation(kind, map(kind, path), (byte) (1 + number % 255));
  }

  private static Mmap map(String kind, Path path) throws IOException {
    return switch (kind) {
      case "path" -> Mmap.open(path);
      case "anonymous" -> Mmap.anonymous(SHORTEST);
      case "private" -> Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(SHORTEST).map();
      // the channel stays open until it is unreachable: the mapping needs it
      case "channel" ->
          Mmap.builder()
              .channel(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE))
              .map();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static void use(Random random) {
    while (!over) {
      Generation g = current;
      int kind = random.nextInt(KINDS);
      try {
        for (int i = 0; i < 50; i++) {
          Check.that(isRight(g, kind, random.nextInt(SHORTEST - 64)), "a wrong value");
          RIGHT.incrementAndGet();
        }
      } catch (IllegalStateException e) {
        CLOSED.incrementAndGet();
      } catch (IOException e) {
        // channels and streams throw it when closed, and only then
        WRONG.compareAndSet(null, g.mmap.isClosed() ? null : new AssertionError("kind " + kind, e));
        CLOSED.incrementAndGet();
      } catch (Throwable e) {
        WRONG.compareAndSet(null, new AssertionError("kind " + kind, e));
      }
    }
  }

  private static final int KINDS = 17;
  private static final BytePattern FILLED = BytePattern.compile("[^\\x00]{3}");

  /** Makes one call of the given kind; the first pages contain only the generation's byte. */
  private static boolean isRight(Generation g, int kind, int at) throws IOException {
    Mmap m = g.mmap;
    byte fill = g.fill;
    byte[] some = new byte[64];
    switch (kind) {
      case 0:
        return m.get(at) == (fill & 0xff);
      case 1:
        m.set(at, fill & 0xff);
        return true;
      case 2:
        return areAll(fill, m.getSlice(at, at + 64L));
      case 3:
        return areAll(fill, m.getSlice(at, at + 64L, 3));
      case 4:
        return m.find(new byte[] {fill, fill}, at) == at;
      case 5:
        return m.count(new byte[] {fill}, at, at + 64L) == 64;
      case 6:
        return m.inputStream().read(some) == 64 && areAll(fill, some);
      case 7:
        return m.asChannel().position(at).read(ByteBuffer.wrap(some)) == 64 && areAll(fill, some);
      case 8:
        Arrays.fill(some, fill);
        m.outputStream().write(some);
        m.setSlice(at, at + 64L, some);
        return true;
      case 9:
        m.move(at, at / 2, 64);
        return true;
      case 10:
        g.segment.set(JAVA_BYTE, at % 1000, fill);
        return g.segment.get(JAVA_BYTE, at % 1000) == fill;
      case 11:
        if (!g.advice.isEmpty()) {
          long page = at - at % PatternFile.PAGE;
          m.madvise(g.advice.get(at % g.advice.size()), page, PatternFile.PAGE);
        }
        return true;
      case 12:
        if (at % 100 == 0) {
          m.flushRange(at, 64);
        }
        return true;
      case 13:
        return m.rfind(new byte[] {fill, fill}, at, at + 64L) == at + 62;
      case 14:
        return m.lines().cursor(at).next();
      case 15:
        return FILLED.find(m.asSegment(), at).orElseThrow().start() == at;
      default:
        return g.buffer.get(at % 1000) == fill;
    }
  }

  private static boolean areAll(byte fill, byte[] bytes) {
    for (byte b : bytes) {
      if (b != fill) {
        return false;
      }
    }
    return true;
  }
}
