import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.regex.*;

void main() throws IOException {
  String log = "2026-11-25 ERROR disk timeout\n2026-11-26 ok\n2026-12-01 ERROR Größe\n";
  Path file = Files.writeString(Path.of("sample.log"), log);
  try (Mmap m = Mmap.open(file, Access.READ)) {
    MemorySegment s = m.asSegment();
    BytePattern date = BytePattern.compile("(?<year>[0-9]{4})-(?<month>[0-9]{2})");
    date.all(s).forEach(
        match -> IO.println(match.start() + ": " + new String(match.bytes("month"), UTF_8)));

    BytePattern errors = BytePattern.compile("ERROR.*timeout"); // like grep: the lines that match
    errors.lines(s).forEach(line -> IO.println(line.toString(UTF_8)));

    // A byte is a character in a regular expression, so search for text beyond ASCII by its bytes.
    IO.println(BytePattern.literal("Größe".getBytes(UTF_8)).find(s).orElseThrow());
  }
  byte[] hard = ("a".repeat(40) + "!").getBytes(UTF_8);
  try {
    BytePattern.compile("(.*a){20}$").withLimit(100_000).find(MemorySegment.ofArray(hard));
  } catch (PatternLimitException e) {
    IO.println(e.getMessage());
  }
}
