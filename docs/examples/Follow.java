import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws IOException {
  Path log = Files.writeString(Path.of("app.log"), "started\n");
  try (Mmap m = Mmap.open(log, Access.READ)) {
    print(m);
    Files.writeString(log, "working\n", StandardOpenOption.APPEND); // as another process would
    IO.println(m.size() + " bytes in the file, " + m.length() + " mapped");
    m.refresh();
    print(m); // continues where it stopped
    IO.println(m.length() + " mapped");
  }
}

void print(Mmap m) {
  while (m.tell() < m.length()) {
    IO.print("line: " + m.readLine(UTF_8));
  }
}
