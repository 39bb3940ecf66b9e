import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.search.*;

void main() throws IOException {
  Path file = Files.writeString(Path.of("sample-access.log"), "7 /a\n99 /b\n100 /c\n1000 /d\n");
  try (Mmap m = Mmap.open(file, Access.READ)) {
    Lines.Cursor found = m.lines().lowerBound(line -> time(line) < 100); // as sort -n sorts
    while (found.next()) {
      IO.println(found.toString(UTF_8));
    }
  }
}

/** Returns the number before the first space. */
long time(Lines.Cursor line) {
  Fields fields = line.fields(' ');
  fields.next();
  return fields.parseLong();
}
