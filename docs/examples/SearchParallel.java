import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.regex.*;
import io.github.mmap4j.search.*;

void main() throws Exception {
  Path file = Path.of("sample.log");
  try (Writer writer = Files.newBufferedWriter(file)) {
    for (int i = 0; i < 500_000; i++) {
      writer.write("line " + i + (i % 1000 == 0 ? " ERROR" : " ok") + "\n");
    }
  }
  try (Mmap m = Mmap.open(file, Access.READ)) {
    MemorySegment s = m.asSegment();
    IO.println(m.count(Finder.of("ERROR".getBytes(UTF_8)).parallel(), 0)); // bytes
    IO.println(m.lines().stream().parallel().filter(line -> line.length() > 12).count()); // lines
    IO.println(BytePattern.compile("7000 ERROR$").parallel().lines(s).count()); // a pattern

    try (ExecutorService pool = Executors.newFixedThreadPool(2)) { // your own work, your own threads
      List<Future<Long>> counts = new ArrayList<>();
      for (Lines part : m.lines().splits(2)) {
        counts.add(pool.submit(() -> part.stream().filter(l -> l.length() > 12).count()));
      }
      IO.println(counts.get(0).get() + counts.get(1).get());
    }
  }
}
