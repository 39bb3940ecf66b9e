import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.search.*;

void main() throws IOException {
  Path file = Files.writeString(Path.of("prices.csv"), "apple;1.20\npear;0.85\nplum;12\nquince;3.5\n");
  byte[] pear = "pear".getBytes(UTF_8);
  try (Mmap m = Mmap.open(file, Access.READ)) {
    Lines lines = m.lines();
    Lines.Cursor line = lines.cursor();
    Fields fields = line.fields(';'); // those of the line that the cursor has moved over
    long cents = 0;
    while (line.next()) {
      fields.next();
      boolean isPear = fields.contentEquals(pear); // compares bytes, decodes nothing
      fields.next();
      long price = fields.parseDecimal(2); // 0.85 is 85
      cents += price;
      if (isPear) {
        IO.println("a pear costs " + price + " cents");
      }
    }
    IO.println("all cost " + cents + " cents");

    Lines.Cursor found = lines.lowerBound("pl".getBytes(UTF_8)); // the lines are sorted
    while (found.next() && found.startsWith("pl".getBytes(UTF_8))) {
      IO.println(found.toString(UTF_8));
    }
  }
}
