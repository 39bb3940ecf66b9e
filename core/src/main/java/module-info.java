/**
 * Python's {@code mmap} for Java: one object that is at once an array of bytes and a file.
 *
 * <p>Pass {@code --enable-native-access=io.github.mmap4j} to the virtual machine. If native access
 * is denied, files are mapped through {@link java.nio.channels.FileChannel}, with fewer {@linkplain
 * io.github.mmap4j.Capability capabilities}. If the module {@code jdk.jfr} is present, operations
 * on mappings and faults become Flight Recorder events.
 */
module io.github.mmap4j {
  requires static jdk.incubator.vector;
  requires static jdk.jfr;

  exports io.github.mmap4j;
  exports io.github.mmap4j.regex;
  exports io.github.mmap4j.search;
  exports io.github.mmap4j.share;
}
