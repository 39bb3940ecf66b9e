import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws IOException {
  Path file = Files.writeString(Path.of("hello.txt"), "Hello Java!\n");
  MemorySegment view;
  try (Mmap m = Mmap.open(file, Access.READ)) { // the whole file
    view = m.asSegment();
    IO.print(m.readLine(UTF_8));
    IO.println(m.length() + " bytes, closed: " + m.isClosed());
  } // unmapped here
  try {
    view.get(ValueLayout.JAVA_BYTE, 0);
  } catch (IllegalStateException e) {
    IO.println("a view after close: " + e.getMessage());
  }
  try (Mmap memory = Mmap.anonymous(1 << 20)) { // memory without a file, all zeros
    IO.println(memory.length() + " bytes, the last is " + memory.get(-1));
  }
}
