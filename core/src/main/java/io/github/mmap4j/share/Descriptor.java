package io.github.mmap4j.share;

import io.github.mmap4j.internal.os.NameOwner;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.ref.Cleaner;

/**
 * The descriptor of shared memory, and its name if it is to be taken away: closed once, by whoever
 * comes first, and never while a call uses it, as its number may belong to another file then.
 */
final class Descriptor {
  private static final Cleaner CLEANER = Cleaner.create();

  private final int fd;
  private final NameOwner owner;
  private boolean owning;
  private boolean closed;

  /** {@code owner}: who takes the name away, or null. */
  Descriptor(int fd, NameOwner owner) {
    this.fd = fd;
    this.owner = owner;
    this.owning = owner != null;
  }

  /** The system's calls for memory without a name, for one that can't do without. */
  static SystemCalls os() {
    if (NativeAccess.ipcCalls() == null) {
      throw new UnsupportedOperationException(
          "memory can't be shared: " + NativeAccess.missingIpcCalls());
    }
    return NativeAccess.os();
  }

  /** The system's memory by name, for one that can't do without. */
  static NamedMemory names() {
    if (NativeAccess.names() == null) {
      throw new UnsupportedOperationException("memory can't be shared: " + NativeAccess.missing());
    }
    return NativeAccess.names();
  }

  /** Closes it once {@code user} is unreachable; a name that is to be taken away holds on to it. */
  void closeWithout(Object user) {
    if (owner == null) {
      CLEANER.register(user, this::close);
    }
  }

  interface Call<R> {
    R run(int fd) throws IOException;
  }

  interface Use<R> {
    R run(int fd);
  }

  synchronized <R> R call(Call<R> call) throws IOException {
    requireOpen();
    return call.run(fd);
  }

  synchronized <R> R use(Use<R> use) {
    requireOpen();
    return use.run(fd);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the shared memory is closed");
    }
  }

  synchronized boolean isOwner() {
    requireOpen();
    return owning;
  }

  /** Leaves the name; the negative errno if that fails. */
  synchronized int keep() {
    if (!owning) {
      throw new IllegalStateException("the name is not this object's to keep");
    }
    int result = owner.keep();
    owning = result < 0;
    return result;
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      if (owner != null) {
        owner.release();
      }
      NativeAccess.os().close(fd);
    }
  }
}
