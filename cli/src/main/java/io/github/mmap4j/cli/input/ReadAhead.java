package io.github.mmap4j.cli.input;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that reads a file ahead of a search, so that its pages are in the page cache in time.
 * Without it, the disk would be idle while the search is being compiled, and several searching
 * threads would confuse the system's own reading ahead. The thread skips what is in the page cache.
 */
public final class ReadAhead implements Runnable {
  /** The maximum distance from the search in bytes; pages read too early might be dropped again. */
  private static final long DISTANCE = 512 << 20;

  /**
   * The number of bytes in a step. If its first bytes are in the page cache, the rest is skipped.
   */
  private static final int STEP = 8 << 20;

  private static final int BUFFER = 128 << 10;

  /** The time that reading a buffer takes, in nanoseconds, if it must come from the disk. */
  private static final long SLOW = 100_000;

  private final MappedFile file;
  private final Thread thread;
  private volatile long reached;
  private volatile boolean stopped;

  private ReadAhead(MappedFile file) {
    this.file = file;
    this.thread = Thread.ofPlatform().daemon().name("read ahead").unstarted(this);
  }

  /** Starts reading {@code file}. */
  public static ReadAhead start(MappedFile file) {
    ReadAhead ahead = new ReadAhead(file);
    ahead.thread.start();
    return ahead;
  }

  @Override
  public void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    FileChannel channel = file.channel();
    Mmap mmap = file.mmap();
    try {
      for (long at = 0; at < mmap.length() && !stopped; at = next(mmap, at + STEP)) {
        while (at > reached + DISTANCE && !stopped) {
          LockSupport.park(this);
        }
        long begun = System.nanoTime();
        channel.read(buffer.clear(), at);
        boolean isCold = System.nanoTime() - begun > SLOW;
        for (int more = BUFFER; isCold && more < STEP && !stopped; more += BUFFER) {
          channel.read(buffer.clear(), at + more);
        }
      }
    } catch (IOException | IllegalStateException e) {
      return; // The search reports the error if it needs these pages, or has ended.
    }
  }

  /** Returns the start of the first step at or after {@code at} that is not all hole. */
  private static long next(Mmap mmap, long at) {
    return at < mmap.length() ? mmap.nextData(at) & -STEP : at;
  }

  /** Reports that the search has reached {@code offset}. */
  public void reached(long offset) {
    reached = offset;
    LockSupport.unpark(thread);
  }

  /** Ends the reading, before the file is closed. */
  public void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }
}
