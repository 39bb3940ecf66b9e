import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.*;

void main() throws IOException {
  Path log = Path.of("sample.log");
  try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
    file.writeBytes("08:00:00 INFO started\n08:00:07 WARN query took 87 ms\n");
    file.seek(10L << 30); // a hole of 10 GiB, which takes no space on the disk
    file.writeBytes("\n09:12:44 WARN query took 5210 ms\n09:12:45 ERROR disk full\n");
  }
  try (Mmap m = Mmap.open(log, Access.READ)) {
    IO.println("the first ERROR is at " + m.find("ERROR".getBytes(UTF_8), 0));

    BytePattern slow = BytePattern.compile("WARN .* took \\d{4,} ms");
    try (Stream<Line> lines = slow.lines(m.asSegment())) {
      lines.forEach(line -> IO.println("slow: " + line.toString(UTF_8)));
    }

    Lines.Cursor end = m.lines().cursor(m.length()); // from the end, as tail does
    end.previous();
    IO.println("the last: " + end.line().toString(UTF_8));
  }
}
