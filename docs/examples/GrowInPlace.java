import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.*;

void main() throws IOException {
  Path file = Path.of("counters");
  Mmap.create(file, 4096).close();
  try (Mmap m = Mmap.builder().path(file).reserve(1L << 40).map()) { // up to 1 TiB
    MemorySegment counters = m.asSegment();
    counters.set(JAVA_LONG, 0, 42);
    m.resize(1L << 32); // 4 GiB: a sparse file, mapped at the same address
    IO.println(counters.get(JAVA_LONG, 0)); // still valid
    IO.println(m.asSegment().address() == counters.address());
    m.resize(4096);
    IO.println(counters.scope().isAlive()); // shrinking invalidates all views
  }
}
