package io.github.mmap4j;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.Native;
import io.github.mmap4j.internal.os.Os;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Memory that the system's own calls have mapped: a file, or anonymous memory. Shared anonymous
 * memory is a file without a name (memfd), because that can grow where the system's own kind can't.
 */
final class NativeBacking implements Backing {
  private static final int NO_FD = -1;

  private enum Kind {
    FILE,
    /** A memfd, which nobody else can change. */
    MEMORY_FILE,
    PRIVATE_ANONYMOUS
  }

  private final Os os;
  private final Spec spec;
  private final Kind kind;
  private final int fd;

  private NativeBacking(Os os, Spec spec, Kind kind, int fd) {
    this.os = os;
    this.spec = spec;
    this.kind = kind;
    this.fd = fd;
  }

  /** Opens the file named by {@code path}'s raw bytes and maps it. */
  static Mapping ofPath(Os os, Spec spec, byte[] path) throws IOException {
    int fd = os.open(path, spec.writesFile());
    return ofFile(os, spec, checkFd(os, "open", spec.source(), fd));
  }

  /** Maps what the caller's descriptor shows; the caller may close it afterwards. */
  static Mapping ofFileno(Os os, Spec spec, int fileno) throws IOException {
    return ofFile(
        os, spec, checkFd(os, "fcntl", fileno + ", F_DUPFD_CLOEXEC", os.duplicate(fileno)));
  }

  private static Mapping ofFile(Os os, Spec spec, int fd) throws IOException {
    try {
      FileStatus status = os.status(fd);
      long length = status.isRegular() ? spec.lengthIn(status.size()) : spec.length();
      if (spec.trackFd()) {
        return new NativeBacking(os, spec, Kind.FILE, fd).map(length);
      }
      Mapping mapping = new NativeBacking(os, spec, Kind.FILE, NO_FD).map(length, fd);
      os.close(fd);
      return mapping;
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  static Mapping ofAnonymous(Os os, Spec spec) throws IOException {
    if (spec.isPrivate()) {
      return new NativeBacking(os, spec, Kind.PRIVATE_ANONYMOUS, NO_FD).map(spec.length());
    }
    String name = spec.name() == null ? "mmap4j" : spec.name();
    int fd = checkFd(os, "memfd_create", name, os.memoryFile(name));
    try {
      // As with the system's own anonymous memory, an offset only has to be a multiple of a page.
      long end = Math.min(spec.length(), Long.MAX_VALUE - spec.offset()) + spec.offset();
      check(os, "ftruncate", fd + ", " + end, os.truncate(fd, end), null);
      return new NativeBacking(os, spec, Kind.MEMORY_FILE, fd).map(spec.length());
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  private Mapping map(long length) throws IOException {
    return map(length, fd);
  }

  private Mapping map(long length, int mappedFd) throws IOException {
    if (spec.preallocate()) {
      reserve(mappedFd, spec.offset(), length);
    }
    int protection = 0;
    for (Protection p : spec.protection()) {
      protection |= p.value();
    }
    int flags = kind == Kind.PRIVATE_ANONYMOUS ? MapFlag.ANONYMOUS.value() : 0;
    for (MapFlag f : spec.flags()) {
      flags |= kind == Kind.MEMORY_FILE && isAnonymous(f) ? 0 : f.value();
    }
    Arena arena = Region.newArena(spec.confined());
    try (var _ = Trace.map(spec.source(), spec.offset(), length)) {
      long address = os.map(length, protection, flags, mappedFd, spec.offset());
      check(
          os,
          "mmap",
          "length=%d, prot=%s, flags=%s, fd=%d, offset=%d"
              .formatted(length, spec.protection(), spec.flags(), mappedFd, spec.offset()),
          address,
          mapHint(length));
      Region region = region(arena, address, length, length);
      if (kind == Kind.PRIVATE_ANONYMOUS && spec.name() != null) {
        nameOrUnmap(region);
      }
      return new Mapping(spec, this, region);
    }
  }

  private static boolean isAnonymous(MapFlag flag) {
    return flag == MapFlag.ANON || flag == MapFlag.ANONYMOUS;
  }

  private void nameOrUnmap(Region region) throws IOException {
    try {
      name(region.segment(), spec.name());
    } catch (IOException e) {
      region.closeArena();
      region.release();
      throw e;
    }
  }

  private String mapHint(long length) {
    int granularity = Native.allocationGranularity();
    if (spec.offset() % granularity != 0) {
      return "offset "
          + spec.offset()
          + " is not a multiple of ALLOCATIONGRANULARITY, "
          + granularity;
    }
    if (length == 0) {
      return "length is 0";
    }
    if (!spec.flags().contains(MapFlag.SHARED) && !spec.isPrivate()) {
      return "flags must hold SHARED or PRIVATE";
    }
    return null;
  }

  /** A region over memory that is mapped already; {@code mapped} is what there is to unmap. */
  private Region region(Arena arena, long address, long mapped, long length) {
    MemorySegment memory = os.segment(address, length, arena);
    return new Region(
        arena,
        spec.isWritable() ? memory : memory.asReadOnly(),
        new NativeHold(os, address, mapped, fd, spec.describe(length)));
  }

  private static final class NativeHold extends Region.Hold {
    private final Os os;
    private final int fd;

    NativeHold(Os os, long address, long mapped, int fd, OpenMapping description) {
      super(description, address, mapped);
      this.os = os;
      this.fd = fd;
    }

    @Override
    void closed() {
      try (var _ = Trace.unmap(description())) {
        os.unmap(address(), mapped());
        if (fd != NO_FD) {
          os.close(fd);
        }
      }
    }

    @Override
    void dropped() {
      closed();
    }
  }

  @Override
  public boolean isFile() {
    return kind == Kind.FILE;
  }

  @Override
  public long size(long mappedLength) throws IOException {
    return kind == Kind.FILE ? fileSize("size") : mappedLength;
  }

  private long fileSize(String operation) throws IOException {
    if (fd == NO_FD) {
      throw new IllegalStateException(
          operation + " needs the file's descriptor, and trackFd(false) kept none");
    }
    FileStatus status = os.status(fd);
    check(os, "statx", "" + fd, -status.errno(), null);
    return status.size();
  }

  @Override
  public void flush(MemorySegment memory, long offset, long size, Set<Sync> flags)
      throws IOException {
    int bits = 0;
    for (Sync flag : flags) {
      bits |= flag.value();
    }
    check(
        os,
        "msync",
        "offset=" + offset + ", size=" + size + ", flags=" + flags,
        os.sync(memory.asSlice(offset, size), bits),
        alignmentHint(offset));
  }

  @Override
  public void advise(MemorySegment range, Advice advice) throws IOException {
    check(
        os,
        "madvise",
        "length=" + range.byteSize() + ", advice=" + advice,
        os.advise(range, advice.value()),
        alignmentHint(range.address()));
  }

  private static String alignmentHint(long start) {
    int page = Native.pageSize();
    return start % page == 0 ? null : "the start is not a multiple of PAGESIZE, " + page;
  }

  @Override
  public void name(MemorySegment memory, String name) throws IOException {
    if (kind != Kind.PRIVATE_ANONYMOUS) {
      throw new UnsupportedOperationException(
          kind == Kind.FILE
              ? "only anonymous memory can be named; this is " + spec.source()
              : "shared anonymous memory takes its name when it is made, by the builder's name()");
    }
    check(
        os,
        "prctl",
        "PR_SET_VMA_ANON_NAME, " + name,
        os.name(memory, name),
        "Linux has this since 5.17, if built with CONFIG_ANON_VMA_NAME");
  }

  /**
   * The file grows before the memory and shrinks after it, as far as each can be undone: only what
   * can't fail any more follows the first step that can't be taken back. A shorter file comes first
   * of all when nothing reads the memory, and a kernel that then can't shorten the mapping leaves
   * pages that no segment reaches.
   */
  @Override
  public void resize(Region old, long newLength, Consumer<Region> publish) throws IOException {
    long fileEnd = spec.offset() + newLength;
    long size = kind == Kind.PRIVATE_ANONYMOUS ? fileEnd : sizeForResize(old);
    grow(size, old.segment().byteSize(), newLength);
    Arena arena = Region.newArena(spec.confined());
    try {
      old.closeArena();
    } catch (RuntimeException e) {
      ungrow(size, fileEnd, e);
      throw e;
    }
    Region.Hold held = old.hold();
    old.disown();
    long oldLength = held.description().length();
    long address = held.address();
    long mapped = held.mapped();
    long length = oldLength;
    try {
      if (pages(newLength) > pages(mapped)) {
        address = remap(address, mapped, newLength);
        mapped = newLength;
      }
      if (fileEnd <= size && kind != Kind.PRIVATE_ANONYMOUS) {
        truncate(fileEnd); // also where it changes nothing: a descriptor for reading is refused
      }
      if (spec.isPrivate()) {
        clearPrivateTail(old, size, os.segment(address, newLength, arena));
      }
      length = newLength;
      if (pages(newLength) < pages(mapped) && os.remap(address, mapped, newLength) > 0) {
        mapped = newLength;
      }
    } catch (IOException | RuntimeException e) {
      ungrow(size, fileEnd, e);
      throw e;
    } finally {
      publish.accept(region(arena, address, mapped, length));
    }
  }

  /**
   * Private pages keep what a longer mapping left behind its new end. Where it grows over that
   * again, and no file has the bytes, they have to be zero like all new ones.
   */
  private void clearPrivateTail(Region old, long fileSize, MemorySegment memory) {
    NativeHold held = (NativeHold) old.hold();
    long inFile = kind == Kind.PRIVATE_ANONYMOUS ? 0 : fileSize - spec.offset();
    long from = Math.max(held.description().length(), inFile);
    long to = Math.min(memory.byteSize(), (pages(held.mapped()) + 1) * Native.pageSize());
    if (from < to) {
      memory.asSlice(from, to - from).fill((byte) 0);
    }
  }

  private long sizeForResize(Region old) throws IOException {
    return kind == Kind.MEMORY_FILE ? spec.offset() + old.segment().byteSize() : fileSize("resize");
  }

  private void grow(long size, long oldLength, long newLength) throws IOException {
    long fileEnd = spec.offset() + newLength;
    if (fileEnd > size) {
      truncate(fileEnd);
    }
    if (spec.preallocate() && newLength > oldLength) {
      try {
        reserve(fd, spec.offset() + oldLength, newLength - oldLength);
      } catch (IOException e) {
        ungrow(size, fileEnd, e);
        throw e;
      }
    }
  }

  /** Takes {@link #grow} back, unless somebody else has changed the file's length since. */
  private void ungrow(long size, long grown, Exception cause) {
    if (grown <= size) {
      return;
    }
    try {
      if (kind == Kind.MEMORY_FILE || fileSize("resize") == grown) {
        truncate(size);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void truncate(long length) throws IOException {
    check(os, "ftruncate", fd + ", " + length, os.truncate(fd, length), null);
  }

  private void reserve(int reservedFd, long offset, long length) throws IOException {
    check(
        os,
        "posix_fallocate",
        reservedFd + ", " + offset + ", " + length,
        os.reserve(reservedFd, offset, length),
        null);
  }

  private long remap(long address, long mapped, long newLength) throws IOException {
    long moved = os.remap(address, mapped, newLength);
    check(os, "mremap", mapped + " to " + newLength + " bytes", moved, null);
    return moved;
  }

  private static long pages(long length) {
    return (length - 1) / Native.pageSize();
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.of(Capability.SYNC_FLAGS, Capability.ADVISE);
    boolean sized = kind != Kind.FILE || fd != NO_FD;
    if (sized) {
      all.add(Capability.SIZE);
      if (spec.access() == Access.WRITE || spec.access() == Access.DEFAULT) {
        all.add(Capability.RESIZE);
      }
    }
    if (kind == Kind.PRIVATE_ANONYMOUS) {
      all.add(Capability.NAME);
    }
    return all;
  }

  private static int checkFd(Os os, String call, String arguments, int fd) throws IOException {
    check(os, call, arguments, fd, null);
    return fd;
  }

  /** The one place where a call's failure becomes an exception. */
  private static void check(Os os, String call, String arguments, long result, String cause)
      throws MmapException {
    // A mapping may lie in the upper half of the address space; an errno is never below -4095.
    if (result < 0 && result >= -Errno.MAX) {
      int errno = (int) -result;
      String known = cause == null || errno != Errno.EINVAL ? os.hint(call, errno) : cause;
      throw new MmapException(call, arguments, errno, known);
    }
  }
}
