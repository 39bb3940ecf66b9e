import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.search.Finder;

void main() throws IOException {
  Path file = Files.writeString(Path.of("sample.log"), "ok\nERROR disk\nok\nERROR net\n");
  byte[] error = "ERROR".getBytes(UTF_8);
  try (Mmap m = Mmap.open(file, Access.READ)) {
    IO.println(m.find(error, 0) + ", last " + m.rfind(error, 0) + ", " + m.count(error, 0) + " in all");
    IO.println("in the second half: " + m.find(error, m.length() / 2));
    IO.println("not there: " + m.find("WARN".getBytes(UTF_8), 0));

    Finder finder = Finder.of(error); // prepared once, for any segment
    IO.println(Arrays.toString(finder.all(m.asSegment()).toArray()));

    m.seek(10); // without a start, a search begins at the position, as in Python
    IO.println("from the position on: " + m.find(error));
  }
}
