package io.github.mmap4j.fuzz;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A fuzz target. The input's bytes choose operations on a mapping, each of which must have the same
 * effect as on an array. A fuzzer calls {@link #fuzzerTestOneInput}.
 */
public final class ApiFuzz {
  private static final int LONGEST = 3 * Mmap.PAGESIZE;
  private static final int LONGEST_RESIZED = 1 << 16;

  /** Advice that neither loses bytes nor takes memory out of service. */
  private static final List<Advice> HARMLESS =
      List.of(
          Advice.NORMAL,
          Advice.RANDOM,
          Advice.SEQUENTIAL,
          Advice.WILLNEED,
          Advice.COLD,
          Advice.PAGEOUT,
          Advice.POPULATE_READ);

  private interface Call {
    Object run() throws IOException;
  }

  private final Choices choices;
  private final Mmap mmap;
  private final Model model;

  private ApiFuzz(Choices choices, Mmap mmap, Model model) {
    this.choices = choices;
    this.mmap = mmap;
    this.model = model;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Choices choices = new Choices(input);
    byte[] bytes = new byte[1 + (choices.one() << 8 | choices.one()) % LONGEST];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) "abc\n".charAt(i * 7 % 11 % 4);
    }
    try {
      Path file = Files.createTempFile("mmap4j-fuzz", null);
      try {
        run(choices, bytes, Files.write(file, bytes));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Choices choices, byte[] bytes, Path file) throws IOException {
    int kind = choices.below(5);
    Mmap mmap = map(kind, file, bytes.length);
    ApiFuzz fuzz = new ApiFuzz(choices, mmap, new Model(bytes, kind == 2));
    try (mmap) {
      if (kind < 2) {
        mmap.setSlice(0, bytes);
      }
      while (!choices.isEmpty()) {
        fuzz.operation(choices.below(17));
      }
      require(Arrays.equals(fuzz.model.bytes, mmap.getSlice(0)), "the bytes differ");
    }
    fuzz.requireClosed();
  }

  private static Mmap map(int kind, Path file, int length) throws IOException {
    return switch (kind) {
      case 0 -> Mmap.anonymous(length);
      case 1 -> Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(length).map();
      case 2 -> Mmap.open(file, Access.READ);
      case 3 -> Mmap.builder().path(file).confined().map();
      default -> Mmap.open(file);
    };
  }

  private static void require(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise);
    }
  }

  private void requireClosed() {
    try {
      mmap.get(0);
    } catch (IllegalStateException e) {
      return;
    }
    throw new AssertionError("a closed mapping was read");
  }

  private long number() {
    return choices.number(model.bytes.length);
  }

  private void operation(int kind) throws IOException {
    long a = number();
    switch (kind) {
      case 0 -> same(() -> mmap.get(a), () -> model.get(a));
      case 1 -> {
        int value = choices.one();
        same(() -> done(() -> mmap.set(a, value)), () -> done(() -> model.set(a, value)));
      }
      case 2, 3 -> slice(a);
      case 4, 5 -> setSlice(a);
      case 6 -> search(a);
      case 7 -> same(() -> mmap.read(a), () -> model.read(a));
      case 8 -> same(mmap::readByte, model::readByte);
      case 9 -> same(mmap::readLine, model::readLine);
      case 10 -> {
        byte[] some = choices.some();
        same(() -> mmap.write(some), () -> done(some.length, () -> model.write(some)));
      }
      case 11 -> same(() -> mmap.seek(a), () -> done(a, () -> model.seek(a)));
      case 12 -> {
        long src = number();
        long count = number();
        same(
            () -> done(() -> mmap.move(a, src, count)),
            () -> done(() -> model.move(a, src, count)));
      }
      case 13 -> resize();
      case 14 -> advise(a);
      case 15 -> mmap.flushRange(0, mmap.length());
      default -> channel(a);
    }
    require(mmap.tell() == model.position, "position " + mmap.tell() + ", not " + model.position);
    require(mmap.length() == model.bytes.length, "length " + mmap.length());
  }

  private void slice(long start) throws IOException {
    long stop = number();
    long step = number();
    same(() -> mmap.getSlice(start, stop, step), () -> model.slice(start, stop, step));
  }

  private void setSlice(long start) throws IOException {
    long stop = number();
    long step = choices.below(4) - 1;
    byte[] some = choices.some();
    same(
        () -> done(() -> mmap.setSlice(start, stop, step, some)),
        () -> done(() -> model.setSlice(start, stop, step, some)));
  }

  private void search(long start) throws IOException {
    long end = number();
    byte[] some = choices.some();
    same(() -> mmap.find(some, start, end), () -> model.find(some, start, end));
    same(() -> mmap.rfind(some, start, end), () -> model.rfind(some, start, end));
    same(() -> mmap.count(some, start, end), () -> model.count(some, start, end));
    same(() -> mmap.find(some), () -> model.find(some, model.position, Long.MAX_VALUE));
  }

  /** Resizes the mapping. If advice has split it, it can't grow and must stay unchanged. */
  private void resize() throws IOException {
    int length = (choices.one() << 8 | choices.one()) % LONGEST_RESIZED;
    try {
      mmap.resize(length);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      return;
    }
    model.bytes = Arrays.copyOf(model.bytes, length);
  }

  private void advise(long start) {
    Advice advice = HARMLESS.get(choices.below(HARMLESS.size()));
    try {
      mmap.madvise(advice, start, number());
    } catch (IOException | IllegalArgumentException e) {
      return; // the system refuses many; the bytes must be the same in each case
    }
  }

  private void channel(long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(choices.one());
    same(
        () -> {
          mmap.asChannel().position(position).read(buffer);
          return Arrays.copyOf(buffer.array(), buffer.position());
        },
        () -> {
          if (position < 0) {
            throw new IllegalArgumentException();
          }
          byte[] rest =
              position >= model.bytes.length
                  ? new byte[0]
                  : model.slice(position, Long.MAX_VALUE, 1);
          return Arrays.copyOf(rest, Math.min(rest.length, buffer.capacity()));
        });
  }

  private interface Action {
    void run();
  }

  private static Object done(Action action) {
    return done("done", action);
  }

  private static Object done(Object result, Action action) {
    action.run();
    return result;
  }

  /** Checks that both calls have the same result or throw the same kind of exception. */
  private static void same(Call actual, Call expected) throws IOException {
    Object right;
    try {
      right = expected.run();
    } catch (RuntimeException e) {
      try {
        Object result = actual.run();
        throw new AssertionError(text(result) + " instead of " + e);
      } catch (RuntimeException thrown) {
        if (e.getClass().isInstance(thrown)) {
          return;
        }
        throw new AssertionError(thrown + " instead of " + e, thrown);
      }
    }
    Object result = actual.run();
    if (!text(right).equals(text(result))) {
      throw new AssertionError(text(result) + " instead of " + text(right));
    }
  }

  private static String text(Object result) {
    return result instanceof byte[] bytes ? Arrays.toString(bytes) : result.toString();
  }
}
