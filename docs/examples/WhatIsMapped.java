import io.github.mmap4j.*;

void main() throws IOException {
  Mmap.recordOrigins(true); // from now on, where each mapping is created
  Mmap.addAuditHook(
      request -> {
        IO.println("about to map " + request.path() + " for " + request.access());
        if (request.path() != null && request.path().endsWith("secret")) {
          throw new SecurityException("not this one");
        }
      });
  Path file = Files.writeString(Path.of("hello.txt"), "Hello\n");
  Files.writeString(Path.of("secret"), "?\n");
  try (Mmap m = Mmap.open(file, Access.READ)) {
    IO.println(m);
    for (OpenMapping open : Mmap.openMappings()) {
      StackTraceElement maker = open.origin().orElseThrow().getFirst();
      IO.println(open.source() + ", " + open.length() + " bytes, made by " + maker.getMethodName());
    }
    Mmap.open(Path.of("secret"));
  } catch (SecurityException e) {
    IO.println(e.getMessage());
  }
  IO.println(Mmap.openMappings());
}
