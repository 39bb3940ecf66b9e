import io.github.mmap4j.*;

void main() throws IOException {
  int part = 1 << 16;
  Path file = Files.write(Path.of("data"), new byte[3 * part]);
  try (Mmap m = Mmap.open(file)) {
    try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
      other.truncate(part); // as another process may do at any time
    }
    IO.println("what is left can be read: " + m.get(0));
    try {
      m.get(2 * part);
    } catch (MappingFaultException e) {
      IO.println("byte " + e.offset() + " is gone, the file has " + e.fileSize());
    }
    try {
      long sum = m.guarded(s -> sum(s)); // a loop of your own over the memory itself
      IO.println(sum);
    } catch (MappingFaultException e) {
      IO.println("the loop was ended, too");
    }
    IO.println("after refresh " + m.refresh() + " bytes are mapped");
  }
}

long sum(MemorySegment s) {
  long sum = 0;
  for (long i = 0; i < s.byteSize(); i++) {
    sum += s.get(ValueLayout.JAVA_BYTE, i);
  }
  return sum;
}
