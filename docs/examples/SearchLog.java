import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.*;

void main() throws IOException {
  Path log = Path.of("sample.log");
  try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
    file.seek(10L << 30); // a hole of 10 GiB, which takes no space on the disk
    file.writeBytes("\n");
    file.write(Files.readAllBytes(Path.of("files/access.log"))); // written by nginx
  }
  try (Mmap m = Mmap.open(log, Access.READ)) {
    IO.println("the first POST is at " + m.find("\"POST ".getBytes(UTF_8), 0));

    BytePattern failed = BytePattern.compile("\" 5\\d\\d \\d+ ");
    try (Stream<Line> lines = failed.lines(m.asSegment())) {
      lines.forEach(line -> IO.println("failed: " + line.toString(UTF_8)));
    }

    Lines.Cursor end = m.lines().cursor(m.length()); // from the end, as tail does
    end.previous();
    IO.println("the last: " + end.line().toString(UTF_8));
  }
}
