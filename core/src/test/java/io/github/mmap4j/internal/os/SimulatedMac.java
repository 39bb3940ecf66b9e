package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;

/**
 * Simulates what {@link MacNamedMemory} needs of macOS with Linux's {@code shm_open}. The length of
 * memory can be set once, in whole pages, and fstat reports only its user and length.
 */
public final class SimulatedMac {
  private static final int LINUX_O_CREAT = 0x40;
  private static final int LINUX_O_EXCL = 0x80;
  private static final int OWNER_ONLY = 0600;

  private final MacLibrary libc = new MacLibrary(Downcall.libc(), "fstat");

  /** Returns macOS' named memory on this simulation. */
  public NamedMemory names() {
    MacFunctions calls =
        (MacFunctions)
            Proxy.newProxyInstance(
                MacFunctions.class.getClassLoader(),
                new Class<?>[] {MacFunctions.class},
                (proxy, method, a) ->
                    switch (method.getName()) {
                      case "shm_open" -> shmOpen((MemorySegment) a[0], (int) a[1], (int) a[2]);
                      case "shm_unlink" -> libc.shm_unlink((MemorySegment) a[0]);
                      case "geteuid" -> libc.geteuid();
                      case "getpagesize" -> libc.getpagesize();
                      case "close" -> libc.close((int) a[0]);
                      case "ftruncate" -> ftruncate((int) a[0], (long) a[1]);
                      case "fstat" -> fstat((int) a[0], (MemorySegment) a[1]);
                      default -> throw new AssertionError(method.getName());
                    });
    return new MacSystemCalls(calls).names();
  }

  private int shmOpen(MemorySegment name, int flags, int mode) {
    int linux =
        flags & MacFunctions.O_RDWR
            | ((flags & MacFunctions.O_CREAT) != 0 ? LINUX_O_CREAT : 0)
            | ((flags & MacFunctions.O_EXCL) != 0 ? LINUX_O_EXCL : 0);
    return libc.shm_open(name, linux, mode);
  }

  private int ftruncate(int fd, long length) {
    long size = NativeAccess.os().status(fd).size();
    return size != 0
        ? -Errno.EINVAL
        : libc.ftruncate(fd, new Pages(libc.getpagesize()).whole(length));
  }

  private int fstat(int fd, MemorySegment status) {
    FileStatus found = NativeAccess.os().status(fd);
    status.set(JAVA_SHORT, MacFunctions.ST_MODE, (short) OWNER_ONLY);
    status.set(JAVA_INT, MacFunctions.ST_UID, found.user());
    status.set(JAVA_LONG, MacFunctions.ST_SIZE, found.size());
    return -found.errno();
  }
}
