import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;
import io.github.mmap4j.share.*;

void main(String[] args) throws Exception {
  if (args.length > 0) { // the other process knows only the name
    try (SharedMemory memory = SharedMemory.open(args[0]); Mmap m = memory.map()) {
      IO.print("the other process reads: " + m.readLine(UTF_8));
      m.setSlice(0, 5, "HELLO".getBytes(UTF_8));
    }
    return;
  }
  String name = "guide-" + ProcessHandle.current().pid();
  try (SharedMemory memory = SharedMemory.create(name, 4096); Mmap m = memory.map()) {
    m.write("hello, whoever opens me\n".getBytes(UTF_8));
    runMyself(name);
    IO.println("changed by it: " + new String(m.getSlice(0, 5), UTF_8));
  } // the owner has unlinked the name
  try {
    SharedMemory.open(name);
  } catch (MmapException e) {
    IO.println(e.errnoName());
  }
}

void runMyself(String argument) throws Exception {
  new ProcessBuilder(
          System.getProperty("java.home") + "/bin/java",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          System.getProperty("java.class.path"),
          "ShareByName",
          argument)
      .inheritIO()
      .start()
      .waitFor();
}
