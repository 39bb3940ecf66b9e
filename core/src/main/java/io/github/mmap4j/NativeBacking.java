package io.github.mmap4j;

import static io.github.mmap4j.NativeFile.NO_FD;
import static io.github.mmap4j.NativeFile.check;

import io.github.mmap4j.NativeFile.Kind;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NameOwner;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.Native;
import io.github.mmap4j.internal.os.Os;
import io.github.mmap4j.internal.os.Platform;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Memory that the system's own calls have mapped: a file, or anonymous memory. Shared anonymous
 * memory is a file without a name (memfd), because that can grow where the system's own kind can't;
 * on a system without memfd it is like the private kind, which no other process can tell apart.
 */
final class NativeBacking implements Backing, NativeResize.Memory {
  private final Os os;
  private final Spec spec;
  private final NameOwner owner;
  private final NativeFile file;
  private final NativeResize resizing;

  private NativeBacking(Os os, Spec spec, Kind kind, int fd) {
    this(os, spec, kind, fd, null);
  }

  /** {@code owner}: who takes away the memory's name when it is unmapped, or null. */
  private NativeBacking(Os os, Spec spec, Kind kind, int fd, NameOwner owner) {
    this.os = os;
    this.spec = spec;
    this.owner = owner;
    this.file = new NativeFile(os, kind, fd);
    this.resizing = new NativeResize(os, spec, file, this);
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
      if (status.isRegular() && os.extendsFiles() && spec.extendsFile(status.size())) {
        return ofExtended(os, spec, new NativeFile(os, Kind.FILE, fd), status.size());
      }
      return ofFile(
          os, spec, fd, status.isRegular() ? spec.lengthIn(status.size()) : spec.length());
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  private static Mapping ofFile(Os os, Spec spec, int fd, long length) throws IOException {
    if (spec.trackFd()) {
      return new NativeBacking(os, spec, Kind.FILE, fd).map(length);
    }
    Mapping mapping = new NativeBacking(os, spec, Kind.FILE, NO_FD).map(length, fd);
    os.close(fd);
    return mapping;
  }

  /** Maps past the end of a file of {@code size} bytes, which is as long again where that fails. */
  private static Mapping ofExtended(Os os, Spec spec, NativeFile file, long size)
      throws IOException {
    long end = spec.offset() + spec.length();
    file.truncate(end);
    try {
      return ofFile(os, spec, file.fd(), spec.length());
    } catch (IOException | RuntimeException | Error e) {
      file.restore(size, end, e);
      throw e;
    }
  }

  static Mapping ofAnonymous(Os os, Spec spec) throws IOException {
    if (spec.tagname() != null) {
      return ofTagname(os, spec);
    }
    if (spec.isPrivate()) {
      return new NativeBacking(os, spec, Kind.ANONYMOUS, NO_FD).map(spec.length());
    }
    String name = spec.name() == null ? "mmap4j" : spec.name();
    int fd = os.memoryFile(name);
    if (fd == -Errno.ENOSYS) {
      return new NativeBacking(os, spec, Kind.ANONYMOUS, NO_FD).map(spec.length());
    }
    checkFd(os, "memfd_create", name, fd);
    try {
      long end = anonymousEnd(spec);
      check(os, "ftruncate", fd + ", " + end, os.truncate(fd, end), null);
      return new NativeBacking(os, spec, Kind.MEMORY_FILE, fd).map(spec.length());
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  /** As with the system's own anonymous memory, an offset only has to be a multiple of a page. */
  private static long anonymousEnd(Spec spec) {
    return Math.min(spec.length(), Long.MAX_VALUE - spec.offset()) + spec.offset();
  }

  /** To the system, memory with a name is a file, which others can change. */
  private static Mapping ofTagname(Os os, Spec spec) throws IOException {
    if (Native.names() == null) {
      throw new UnsupportedOperationException("tagname: " + Native.missingToShare());
    }
    NamedMemory.Named found = Native.names().createOrOpen(spec.tagname(), anonymousEnd(spec));
    NamedMemory.Outcome outcome = found.outcome();
    if (outcome.errno() != 0) {
      String hint = outcome.why();
      throw new MmapException(
          outcome.call(),
          outcome.arguments(),
          outcome.errno(),
          hint == null ? os.hint(outcome.call(), outcome.errno()) : hint);
    }
    try {
      return new NativeBacking(os, spec, Kind.FILE, found.fd(), found.owner()).map(spec.length());
    } catch (IOException | RuntimeException | Error e) {
      if (found.owner() != null) {
        found.owner().release();
      }
      os.close(found.fd());
      throw e;
    }
  }

  private Mapping map(long length) throws IOException {
    return map(length, file.fd());
  }

  private Mapping map(long length, int mappedFd) throws IOException {
    if (spec.preallocate()) {
      new NativeFile(os, file.kind(), mappedFd).reserve(spec.offset(), length);
    }
    Arena arena = Region.newArena(spec.confined());
    try (var _ = Trace.map(spec.source(), spec.offset(), length)) {
      long address = newMemory(length, mappedFd);
      Region region = region(arena, address, length, length);
      if (file.isAnonymous() && spec.name() != null) {
        nameOrUnmap(region);
      }
      return new Mapping(spec, this, region);
    }
  }

  @Override
  public long newMemory(long length) throws IOException {
    return newMemory(length, file.fd());
  }

  private long newMemory(long length, int mappedFd) throws IOException {
    int protection = 0;
    for (Protection p : spec.protection()) {
      protection |= p.numbers().callValue();
    }
    int flags = file.isAnonymous() ? MapFlag.ANONYMOUS.numbers().callValue() : 0;
    for (MapFlag f : spec.flags()) {
      flags |= file.kind() == Kind.MEMORY_FILE && isAnonymous(f) ? 0 : f.numbers().callValue();
    }
    long address = os.map(length, protection, flags, mappedFd, spec.offset());
    check(
        os,
        "mmap",
        "length=%d, prot=%s, flags=%s, fd=%d, offset=%d"
            .formatted(length, spec.protection(), spec.flags(), mappedFd, spec.offset()),
        address,
        mapHint(length));
    return address;
  }

  private static boolean isAnonymous(MapFlag flag) {
    return flag == MapFlag.ANON || flag == MapFlag.ANONYMOUS;
  }

  private void nameOrUnmap(Region region) throws IOException {
    try {
      name(region.segment(), spec.name());
    } catch (IOException | RuntimeException e) {
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

  @Override
  public Region region(Arena arena, long address, long mapped, long length) {
    MemorySegment memory = os.segment(address, length, arena);
    return new Region(
        arena,
        spec.isWritable() ? memory : memory.asReadOnly(),
        new NativeHold(os, address, mapped, file.fd(), owner, spec.describe(length)));
  }

  private static final class NativeHold extends Region.Hold {
    private final Os os;
    private final int fd;
    private final NameOwner owner;

    NativeHold(Os os, long address, long mapped, int fd, NameOwner owner, OpenMapping description) {
      super(description, address, mapped);
      this.os = os;
      this.fd = fd;
      this.owner = owner;
    }

    @Override
    void closed() {
      try (var _ = Trace.unmap(description())) {
        os.unmap(address(), mapped());
        if (owner != null) {
          owner.release();
        }
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
    return file.isFile();
  }

  @Override
  public long size(long mappedLength) throws IOException {
    return isFile() ? file.size("size") : mappedLength;
  }

  @Override
  public long spaceLeft() {
    return file.fd() == NO_FD ? -1 : os.spaceLeft(file.fd());
  }

  @Override
  public void flush(MemorySegment memory, long offset, long size, Set<Sync> flags)
      throws IOException {
    int bits = 0;
    for (Sync flag : flags) {
      bits |= flag.numbers().callValue();
    }
    check(
        os,
        "msync",
        "offset=" + offset + ", size=" + size + ", flags=" + flags,
        os.sync(memory.asSlice(offset, size), bits),
        alignmentHint(offset));
    if (file.fd() != NO_FD && spec.writesFile()) {
      check(os, "fsync", "" + file.fd(), os.settle(file.fd(), bits), null);
    }
  }

  @Override
  public void advise(MemorySegment range, Advice advice) throws IOException {
    check(
        os,
        "madvise",
        "length=" + range.byteSize() + ", advice=" + advice,
        os.advise(range, advice.numbers().callValue()),
        alignmentHint(range.address()));
  }

  private static String alignmentHint(long start) {
    int page = Native.pageSize();
    return start % page == 0 ? null : "the start is not a multiple of PAGESIZE, " + page;
  }

  @Override
  public Os system(String what) {
    return os;
  }

  @Override
  public void name(MemorySegment memory, String name) throws IOException {
    if (!file.isAnonymous()) {
      throw new UnsupportedOperationException(
          isFile()
              ? "only anonymous memory can be named; this is " + spec.source()
              : "shared anonymous memory takes its name when it is made, by the builder's name()");
    }
    if (!os.namesMemory()) {
      throw new UnsupportedOperationException("memory has no names on " + Platform.label());
    }
    check(
        os,
        "prctl",
        "PR_SET_VMA_ANON_NAME, " + name,
        os.name(memory, name),
        "Linux has this since 5.17, if built with CONFIG_ANON_VMA_NAME");
  }

  @Override
  public void resize(Region old, long newLength, Consumer<Region> publish) throws IOException {
    resizing.resize(old, newLength, publish);
  }

  @Override
  public void refresh(Region old, long newLength, Consumer<Region> publish) throws IOException {
    resizing.refresh(old, newLength, publish);
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all =
        EnumSet.of(Capability.SYNC_FLAGS, Capability.ADVISE, Capability.LOCK, Capability.RESIDENCY);
    if (file.isSized()) {
      all.add(Capability.SIZE);
      if (spec.access() == Access.WRITE || spec.access() == Access.DEFAULT) {
        all.add(Capability.RESIZE);
      }
    }
    if (file.isAnonymous() && os.namesMemory()) {
      all.add(Capability.NAME);
    }
    return all;
  }

  private static int checkFd(Os os, String call, String arguments, int fd) throws IOException {
    check(os, call, arguments, fd, null);
    return fd;
  }
}
