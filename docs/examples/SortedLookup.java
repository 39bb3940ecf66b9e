import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.search.*;

/** Prints the lines of a sorted file that begin with each key, as look does: FILE KEY... */
void main(String[] args) throws Exception {
  Path file = Path.of(args.length > 0 ? args[0] : "sorted");
  String[] keys = args.length > 0 ? Arrays.copyOfRange(args, 1, args.length) : new String[] {"pe"};
  if (args.length == 0) {
    Files.writeString(Path.of("fruit"), "plum\npear\npeach\napple\nquince\npéche\n");
    ProcessBuilder sort = new ProcessBuilder("sort", "-o", "sorted", "fruit");
    sort.environment().put("LC_ALL", "C"); // by bytes, whatever the language
    sort.start().waitFor();
  }
  try (Mmap m = Mmap.open(file, Access.READ)) {
    Lines lines = m.lines();
    for (String key : keys) {
      byte[] prefix = key.getBytes(UTF_8);
      Lines.Cursor found = lines.lowerBound(prefix); // reads a few lines, not the file
      while (found.next() && found.startsWith(prefix)) {
        IO.println(found.toString(UTF_8));
      }
    }
  }
}
