import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws IOException {
  Path file = Path.of("large");
  try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
    sparse.setLength(5L << 30); // 5 GiB, hardly any of it on the disk
    sparse.seek((5L << 30) - 4);
    sparse.write("end\n".getBytes(UTF_8));
  }
  try (Mmap m = Mmap.open(file, Access.READ)) { // all of it is one object
    IO.println(m.length() + " bytes, \"end\" at " + m.rfind("end".getBytes(UTF_8), 0));
    ByteBuffer buffer = m.asByteBuffer(m.length() - 4, 4); // a buffer has 2 GiB at most
    IO.println("a buffer: " + UTF_8.decode(buffer).toString().strip());
  }
  long window = 1L << 30; // or a window at a time
  for (long at = 4L << 30; at < Files.size(file); at += window) {
    long length = Math.min(window, Files.size(file) - at);
    try (Mmap m = Mmap.builder().path(file).access(Access.READ).offset(at).length(length).map()) {
      IO.println("a window: " + (at + m.rfind("end".getBytes(UTF_8), 0)));
    }
  }
  try {
    Mmap.builder().path(file).offset(100).map();
  } catch (IOException e) {
    IO.println(e.getMessage());
  }
}
