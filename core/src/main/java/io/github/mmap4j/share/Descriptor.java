package io.github.mmap4j.share;

import io.github.mmap4j.internal.os.NameOwner;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.ref.Cleaner;

/**
 * The descriptor of shared memory, and the owner of its name. The descriptor is closed once, and
 * never during a call that uses it, because its number could then be reused for another file.
 */
final class Descriptor {
  private static final Cleaner CLEANER = Cleaner.create();

  private final int fd;
  private final NameOwner owner;
  private boolean owning;
  private boolean closed;

  /**
   * Creates a holder for {@code fd}; {@code owner} unlinks the name, or is null if this process
   * does not own the name.
   */
  Descriptor(int fd, NameOwner owner) {
    this.fd = fd;
    this.owner = owner;
    this.owning = owner != null;
  }

  /** Returns the system calls for memory without a name; throws if they are unavailable. */
  static SystemCalls os() {
    if (NativeAccess.ipcCalls() == null) {
      throw new UnsupportedOperationException(
          "memory can't be shared: " + NativeAccess.missingIpcCalls());
    }
    return NativeAccess.os();
  }

  /** Returns the calls for memory with a name; throws if they are unavailable. */
  static NamedMemory names() {
    if (NativeAccess.names() == null) {
      throw new UnsupportedOperationException("memory can't be shared: " + NativeAccess.missing());
    }
    return NativeAccess.names();
  }

  /** Closes the descriptor once {@code user} is unreachable, unless this object owns a name. */
  void closeWithout(Object user) {
    if (owner == null) {
      CLEANER.register(user, this::close);
    }
  }

  interface Call<R, X extends Exception> {
    R run(int fd) throws X;
  }

  synchronized <R, X extends Exception> R call(Call<R, X> call) throws X {
    requireOpen();
    return call.run(fd);
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

  /** Lets the name outlive this object; returns 0, or the negative errno after a failure. */
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
