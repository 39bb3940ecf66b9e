import io.github.mmap4j.*;

void main() throws IOException {
  Path file = Files.write(Path.of("data"), new byte[64 * Mmap.PAGESIZE]);
  try (Mmap m = Mmap.open(file, Access.READ)) {
    m.madvise(Advice.RANDOM); // no reading ahead: for look-ups here and there
    m.madviseRange(Advice.WILLNEED, 100, 50_000); // begin to load this, at any offsets

    m.lock(0, 4L * Mmap.PAGESIZE); // load, and keep in memory
    IO.println("in memory: " + m.isResident(100, 5000));
    Residency residency = m.residency();
    IO.println(residency.resident(0, 4L * Mmap.PAGESIZE) + " of the first 4 pages are there");
    IO.println(residency.totalPages() + " pages in all");
    for (Residency.Run run : residency.runs()) {
      IO.println("from " + run.offset() + ", " + run.length() / Mmap.PAGESIZE + " pages");
    }
    m.unlock();

    try {
      m.madvise(Advice.FREE_REUSE); // macOS only
    } catch (UnsupportedOperationException e) {
      IO.println(e.getMessage());
    }
  }
}
