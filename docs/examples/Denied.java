import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws IOException {
  Path file = Files.writeString(Path.of("hello.txt"), "Hello\n");
  try (Mmap m = Mmap.open(file)) {
    IO.print(m.readLine(UTF_8)); // reading, writing, searching, growing, flushing
    m.resize(100);
    m.flush();
    IO.println(m.capabilities());
    m.lock();
  } catch (UnsupportedOperationException e) {
    IO.println(e.getMessage());
  }
  try (FileChannel channel = FileChannel.open(file);
      Mmap m = Mmap.builder().channel(channel).access(Access.READ).map()) {
    IO.println(m.length()); // a mapping over a channel never needs native access
  }
}
