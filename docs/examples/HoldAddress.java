import io.github.mmap4j.*;

void main() throws IOException {
  Path file = Files.writeString(Path.of("model"), "weights");
  try (Mmap m = Mmap.open(file)) {
    try (Hold hold = m.hold("the model's library")) { // or what else keeps the address
      IO.println(hold.segment().address() != 0); // give this address to the library
      m.resize(100);
    } catch (IllegalStateException e) {
      IO.println(e.getMessage());
    }
  } // unmapped here, because no hold is open
}
