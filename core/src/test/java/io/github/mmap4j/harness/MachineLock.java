package io.github.mmap4j.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one JVM at a time use something that the machine has only once. Surefire runs the test
 * classes in several JVMs, and other builds may run beside this one. The lock is that of a file, so
 * it ends with the JVM that holds it.
 */
public final class MachineLock implements AutoCloseable {
  private final FileChannel channel;

  /** Waits until no other JVM holds the lock of this name. */
  public MachineLock(String name) throws IOException {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "mmap4j-" + name + ".lock");
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.lock();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the lock for tests that leave names of shared memory behind, or remove such names. */
  public static MachineLock ofLeftNames() throws IOException {
    return new MachineLock("left-names");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
