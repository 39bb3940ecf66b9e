package io.github.mmap4j.harness;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.mmap4j.internal.os.NativeAccess;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.nio.file.Path;
import java.util.Arrays;

/** Holds a file in memory whose length can be sealed: memfd_create(2), fcntl(2). */
public final class SealedFile implements AutoCloseable {
  public static final int SEAL_SHRINK = 2;
  public static final int SEAL_GROW = 4;
  public static final int SEAL_WRITE = 8;

  private static final int MFD_ALLOW_SEALING = 2;
  private static final int F_ADD_SEALS = 1033;
  private static final int VARIADIC_FROM_HERE = 2;

  private final int fd;

  public SealedFile(long length) {
    try (Arena arena = Arena.ofConfined()) {
      fd = call("memfd_create", ADDRESS, arena.allocateFrom("sealed"), MFD_ALLOW_SEALING);
    }
    if (fd < 0 || NativeAccess.os().truncate(fd, length) != 0) {
      throw new AssertionError("no memfd of " + length + " bytes");
    }
  }

  public void seal(int seals) {
    if (call("fcntl", JAVA_INT, fd, F_ADD_SEALS, seals) != 0) {
      throw new AssertionError("seals " + seals + " can't be added");
    }
  }

  public int fd() {
    return fd;
  }

  /** Returns a path by which the file can be opened like any other. */
  public Path path() {
    return Path.of("/proc/self/fd/" + fd);
  }

  @SuppressWarnings("restricted")
  private static int call(String name, MemoryLayout first, Object... arguments) {
    Linker linker = Linker.nativeLinker();
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    Arrays.fill(layouts, JAVA_INT);
    layouts[0] = first;
    Linker.Option[] options =
        name.equals("fcntl")
            ? new Linker.Option[] {Linker.Option.firstVariadicArg(VARIADIC_FROM_HERE)}
            : new Linker.Option[0];
    try {
      return (int)
          linker
              .downcallHandle(
                  linker.defaultLookup().findOrThrow(name),
                  FunctionDescriptor.of(JAVA_INT, layouts),
                  options)
              .invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    NativeAccess.os().close(fd);
  }
}
