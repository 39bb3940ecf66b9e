import static io.github.mmap4j.Follower.Event.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws Exception {
  Path log = Path.of("sample.log");
  Appender out = Appender.open(log); // created if it is missing
  try (Follower follower = Follower.open(log)) { // in another process, usually
    for (int i = 1; i <= 5; i++) {
      if (out.length() > 20) {
        out.close(); // first: it cuts the zeros that were written ahead
        Files.move(log, Path.of("sample.log.1"), StandardCopyOption.REPLACE_EXISTING);
        out = Appender.open(log);
      }
      out.write(("record " + i + "\n").getBytes(UTF_8));
    }
    Follower.Event event;
    while ((event = follower.next(Duration.ofSeconds(1))) != NOTHING) {
      IO.println(event + (event == LINE ? " " + follower.line(UTF_8) : ""));
    }
  } finally {
    out.close();
  }
  IO.println(Files.size(Path.of("sample.log.1")) + " + " + Files.size(log) + " bytes");
}
