import io.github.mmap4j.share.*;

void main(String[] args) throws Exception {
  long counter = 0; // offsets in the memory
  long ready = 8;
  if (args.length > 0) { // a child: args[0] is the token
    try (SharedMemory memory = SharedMemory.attach(args[0]); SharedWords words = memory.words()) {
      for (int i = 0; i < 1000; i++) {
        words.getAndAddLong(counter, 1);
      }
      words.getAndAddInt(ready, 1);
      words.wake(ready);
    }
    return;
  }
  try (SharedMemory memory = SharedMemory.anonymous(4096); SharedWords words = memory.words()) {
    Process first = startMyself(memory.token());
    Process second = startMyself(memory.token());
    Duration patience = Duration.ofMinutes(1);
    words.waitWhile(ready, 0, patience); // sleeps until one is done
    words.waitWhile(ready, 1, patience); // and the other
    IO.println("counted to " + words.getLong(counter));
    first.waitFor();
    second.waitFor();
  }
}

Process startMyself(String token) throws IOException {
  return new ProcessBuilder(
          System.getProperty("java.home") + "/bin/java",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          System.getProperty("java.class.path"),
          "ShareNumbers",
          token)
      .inheritIO()
      .start();
}
