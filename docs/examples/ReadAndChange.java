import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws IOException {
  Path file = Files.writeString(Path.of("hello.txt"), "Hello Java!\nsecond line\n");
  try (Mmap m = Mmap.open(file)) { // for reading and writing
    IO.print(m.readLine(UTF_8)); // as a file: a position that moves
    IO.println(new String(m.read(6), UTF_8) + " up to " + m.tell());
    m.seek(-5, Whence.END);
    m.write("LINE".getBytes(UTF_8));

    m.set(0, 'J'); // as an array: no position
    m.setSlice(6, 10, "mmap".getBytes(UTF_8)); // as many bytes as the slice has
    IO.println((char) m.get(-2) + " " + new String(m.getSlice(0, 10, 2), UTF_8));

    MemorySegment s = m.asSegment(); // as Java's memory
    s.set(ValueLayout.JAVA_INT_UNALIGNED, 12, 0x20202020);
    m.flush(); // on the disk
  }
  IO.print(Files.readString(file));

  try (Mmap copy = Mmap.open(file, Access.COPY)) { // writes stay in memory
    copy.set(0, '?');
  }
  try (Mmap readOnly = Mmap.open(file, Access.READ)) {
    IO.println((char) readOnly.get(0));
    readOnly.set(0, '?');
  } catch (ReadOnlyBufferException e) {
    IO.println(e.getMessage());
  }
}
