import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.search.*;

void main() throws IOException {
  Path file = Files.writeString(Path.of("sample.log"), "first\r\nsecond\n\nlast");
  try (Mmap m = Mmap.open(file, Access.READ)) {
    Lines lines = m.lines();
    for (Line line : lines) {
      IO.println(line.offset() + ": \"" + line.toString(UTF_8) + "\"");
    }
    IO.println(lines.count() + " lines");

    long longest = 0;
    Lines.Cursor c = lines.cursor(); // no object for each line
    while (c.next()) {
      longest = Math.max(longest, c.length());
    }
    IO.println("the longest has " + longest + " bytes");

    Lines.Cursor back = lines.cursor(lines.to()); // from the end, as tail does
    back.previous();
    IO.println("the last: " + back.line().toString(UTF_8));
  }
}
