package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The shared state of a {@link GuardRaceProgram}'s threads, and what they have seen. */
final class Race {
  final Path raced;
  final Path written;
  final RaceProgress progress;

  /** A mapping of the raced file that one thread closes and opens while others read it. */
  volatile Mmap shared;

  /** The mapping that the closing thread closes next or has closed last. */
  volatile Mmap closing;

  final AtomicLong refusals = new AtomicLong();
  final AtomicLong writes = new AtomicLong();
  final AtomicLong resizes = new AtomicLong();
  private final AtomicReference<Throwable> wrong = new AtomicReference<>();
  private volatile boolean over;

  Race(Path folder, RaceProgress progress) throws IOException {
    this.raced = folder.resolve("raced");
    this.written = folder.resolve("written");
    this.progress = progress;
    this.shared = open(raced);
  }

  interface Work {
    void run() throws Exception;
  }

  /** Starts a thread that repeats {@code step} until the race is over. */
  Thread start(Thread.Builder builder, String name, Work step) {
    return builder
        .name(name)
        .start(
            () -> {
              try {
                while (!isOver()) {
                  step.run();
                }
              } catch (Throwable e) {
                wrong.compareAndSet(null, new AssertionError(name + ": " + e.getMessage(), e));
              }
            });
  }

  boolean isOver() {
    return over || wrong.get() != null;
  }

  void end() {
    over = true;
  }

  void requireRight() {
    if (wrong.get() != null) {
      throw new AssertionError(wrong.get());
    }
  }

  /** Maps a whole pattern file; retries while the file is short. */
  Mmap open(Path path) throws IOException {
    while (true) {
      Mmap mmap = Mmap.open(path);
      if (mmap.length() == PatternFile.LENGTH) {
        return mmap;
      }
      mmap.close();
      progress.addFault();
    }
  }
}
