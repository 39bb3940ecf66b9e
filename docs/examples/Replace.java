import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.search.Finder;

void main() throws IOException {
  Path file = Path.of("sample.conf");
  Files.writeString(file, "host=alpha\nlog=alpha.log\nport=80\n");
  try (Mmap m = Mmap.open(file)) {
    byte[] text = "alpha".getBytes(UTF_8);
    byte[] same = "gamma".getBytes(UTF_8); // as long: nothing else moves
    long[] found = Finder.of(text).all(m.asSegment()).toArray(); // before anything changes
    for (long at : found) {
      m.setSlice(at, at + text.length, same);
    }
    m.flush();
    IO.println(found.length + " replaced");

    replace(m, m.find("80".getBytes(UTF_8), 0), 2, "8080".getBytes(UTF_8)); // longer
    replace(m, m.find("gamma".getBytes(UTF_8), 0), 5, "b".getBytes(UTF_8)); // shorter
    m.flush();
  }
  IO.print(Files.readString(file));
}

/** Replaces {@code length} bytes at an offset by any number of bytes, and moves what follows. */
void replace(Mmap m, long at, long length, byte[] by) throws IOException {
  long rest = m.length() - at - length;
  if (by.length > length) {
    m.resize(at + by.length + rest); // first, because the rest moves to there
  }
  m.move(at + by.length, at + length, rest);
  m.setSlice(at, at + by.length, by);
  if (by.length < length) {
    m.resize(at + by.length + rest);
  }
}
