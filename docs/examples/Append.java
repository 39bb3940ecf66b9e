import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws IOException {
  Path log = Files.writeString(Path.of("sample.log"), "started\n");
  try (Mmap m = Mmap.open(log);
      Appender appender = m.appender()) {
    for (int i = 1; i <= 1000; i++) {
      appender.write(("record " + i + "\n").getBytes(UTF_8));
    }
    IO.println(Files.size(log) > appender.length()); // grows ahead, filled with zeros
    appender.flush(); // now the file ends there, and is on the disk
    IO.println(Files.size(log) == appender.length());
    try {
      m.resize(100);
    } catch (IllegalStateException e) {
      IO.println(e.getMessage());
    }
  }
  try (Mmap m = Mmap.open(log)) {
    m.resize(8); // extends or truncates both file and mapping
    IO.print(m.readLine(UTF_8));
  }
  IO.println(Files.size(log));
}
