import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.share.*;

void main(String[] args) throws Exception {
  if (args.length > 0) { // the receiver
    try (SharedMemory memory = SharedMemory.attach(args[0]);
        SharedPipe pipe = SharedPipe.over(memory)) {
      for (byte[] m = pipe.receive(); m != null; m = pipe.receive()) {
        IO.println("received " + new String(m, UTF_8));
      }
      IO.println("no message follows");
    }
    return;
  }
  try (SharedMemory memory = SharedMemory.anonymous(1 << 16);
      SharedPipe pipe = SharedPipe.over(memory)) {
    Process receiver =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "ShareMessages",
                memory.token())
            .inheritIO()
            .start();
    pipe.send("one".getBytes(UTF_8));
    pipe.send("two".getBytes(UTF_8));
    pipe.end();
    receiver.waitFor();
    try {
      pipe.send(new byte[1 << 16]);
    } catch (IllegalArgumentException e) {
      IO.println(e.getMessage());
    }
  }
}
