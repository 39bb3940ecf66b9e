package io.github.mmap4j.cli.memory;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.residency.PageFraction;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thread that shows how much of a mapping is in memory while a single system call loads it, which
 * may take minutes. The call cannot be divided: the system checks the limit of locked memory at its
 * start, so that too large a file fails before it is read.
 */
public final class LoadingWatch implements AutoCloseable {
  private static final long PAUSE_MILLIS = 250;

  private final Mmap mmap;
  private final Progress progress;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::run);

  private LoadingWatch(Mmap mmap, Progress progress) {
    this.mmap = mmap;
    this.progress = progress;
  }

  /** Starts the thread, if the progress can be shown and the system reports what is in memory. */
  public static LoadingWatch start(Mmap mmap, Progress progress, boolean reported) {
    LoadingWatch watch = new LoadingWatch(mmap, progress);
    if (reported && progress.canBeShown()) {
      watch.thread.start();
    }
    return watch;
  }

  private void run() {
    try {
      do {
        progress.at(PageFraction.of(mmap.residency()).residentBytes());
      } while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (IOException | InterruptedException | IllegalStateException e) {
      return; // The call itself reports what is wrong with the mapping, such as that it was closed.
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    ended.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
