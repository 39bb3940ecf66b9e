import static io.github.mmap4j.Follower.Event.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws Exception {
  Path log = Files.writeString(Path.of("sample.log"), "started\nwork");
  try (Follower follower = Follower.open(log)) {
    show(follower); // the second line is not whole yet
    Files.writeString(log, "ing\n", StandardOpenOption.APPEND); // as another process would
    show(follower);
    Files.move(log, Path.of("sample.log.1"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(log, "started again\n");
    show(follower);
  }
}

void show(Follower follower) throws Exception {
  Follower.Event event;
  while ((event = follower.next(Duration.ofSeconds(1))) != NOTHING) {
    IO.println(event + (event == LINE ? " " + follower.line(UTF_8) : ""));
  }
}
