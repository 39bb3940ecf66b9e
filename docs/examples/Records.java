import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.*;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.invoke.VarHandle;

// Constants, because the JIT compiler removes the cost of a layout or handle only then.
static final StructLayout RECORD =
    MemoryLayout.structLayout(
        JAVA_LONG.withName("time"), JAVA_INT.withName("sensor"), JAVA_INT.withName("value"));
static final VarHandle VALUE = RECORD.arrayElementVarHandle(PathElement.groupElement("value"));

void main() throws IOException {
  long size = RECORD.byteSize(); // 16
  try (Mmap m = Mmap.create(Path.of("records"), 1000 * size)) {
    for (int i = 0; i < 1000; i++) { // typed access: each call is safe by itself
      m.set(JAVA_LONG, i * size, 1_700_000_000L + i);
      m.set(JAVA_INT, i * size + 8, i % 7);
      m.set(JAVA_INT, i * size + 12, i);
    }
    IO.println("record 42: " + m.get(JAVA_LONG, 42 * size) + " " + m.get(JAVA_INT, 42 * size + 12));

    long sum = m.guardedLong(s -> sum(s, 1000)); // a loop over the memory itself
    IO.println("all values: " + sum);

    VALUE.getAndAdd(m.asSegment(), 0L, 42L, 1); // atomic among threads and processes
    IO.println("value 42 is now " + m.get(JAVA_INT, 42 * size + 12));
  }
}

long sum(MemorySegment s, int count) {
  long sum = 0;
  for (long i = 0; i < count; i++) {
    sum += (int) VALUE.get(s, 0L, i);
  }
  return sum;
}
