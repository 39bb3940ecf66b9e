package io.github.mmap4j.fork;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.Residency;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Queries the pages of a file of which two of eight pages are left. Argument: the file. */
final class TruncatedPagesProgram {
  private static final long PAGE = Mmap.PAGESIZE;

  private TruncatedPagesProgram() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    try (Mmap mmap = Mmap.open(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      Check.same(8L, mmap.residency().residentPages(), "pages in memory");
      channel.truncate(2 * PAGE);
      MmapException e = Check.thrown(MmapException.class, mmap::lock);
      Check.same("mlock ENOMEM", e.call() + " " + e.errnoName(), "the failure");
      Check.that(e.getMessage().contains("past the end of the file"), e.getMessage());
      mmap.unlock();
      mmap.lock(PAGE, PAGE);
      Residency residency = mmap.residency();
      Check.same(0L, residency.resident(2 * PAGE, 6 * PAGE), "pages past the end");
      Check.same(2L, residency.residentPages(), "pages left");
      mmap.unlock();
      mmap.madvise(Advice.WILLNEED);
      mmap.flush();
      Check.same(0, mmap.get(0), "the first byte");
    }
  }
}
