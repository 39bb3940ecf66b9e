import io.github.mmap4j.share.*;

void main() throws Exception {
  String python =
      """
      import mmap, sys, time
      with open(sys.argv[1], "r+b") as file, mmap.mmap(file.fileno(), 8) as m:
          with memoryview(m).cast("q") as counter:  # one number of 8 bytes
              while counter[0] < 1000:
                  if counter[0] % 2 == 1:  # odd: Python's turn
                      counter[0] += 1
                  time.sleep(0)
      """;
  String name = "count-" + ProcessHandle.current().pid();
  try (SharedMemory memory = SharedMemory.create(name, 8);
      SharedWords counter = memory.words()) {
    String path = memory.path().toString();
    Process other = new ProcessBuilder("python3", "-c", python, path).inheritIO().start();
    while (other.isAlive() && counter.getLong(0) < 1000) {
      if (counter.getLong(0) % 2 == 0) { // even: Java's turn
        counter.getAndAddLong(0, 1);
      }
      Thread.yield();
    }
    IO.println("status " + other.waitFor() + ", counted to " + counter.getLong(0));
  }
}
