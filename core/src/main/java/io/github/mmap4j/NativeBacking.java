package io.github.mmap4j;

import static io.github.mmap4j.NativeFile.NO_FD;
import static io.github.mmap4j.NativeFile.check;

import io.github.mmap4j.NativeFile.Kind;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NameOwner;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.Native;
import io.github.mmap4j.internal.os.Numbers;
import io.github.mmap4j.internal.os.Os;
import io.github.mmap4j.internal.os.Platform;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

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
  static Mapping ofPath(Os os, NamedMemory names, Spec spec, byte[] path) throws IOException {
    int fd = os.open(path, spec.writesFile());
    return ofFile(os, names, spec, checkFd(os, "open", spec.source(), fd));
  }

  /** Maps what the caller's descriptor shows; the caller may close it afterwards. */
  static Mapping ofFileno(Os os, NamedMemory names, Spec spec, int fileno) throws IOException {
    return ofFile(
        os, names, spec, checkFd(os, "fcntl", fileno + ", F_DUPFD_CLOEXEC", os.duplicate(fileno)));
  }

  private static Mapping ofFile(Os os, NamedMemory names, Spec spec, int fd) throws IOException {
    try {
      FileStatus status = os.status(fd);
      if (status.isMemory()) {
        return new NativeBacking(os, spec, Kind.NAMED_MEMORY, fd).map(spec.length());
      }
      if (status.isRegular() && os.extendsFiles() && spec.extendsFile(status.size())) {
        return ofExtended(os, names, spec, new NativeFile(os, Kind.FILE, fd), status.size());
      }
      return ofFile(
          os, names, spec, fd, status.isRegular() ? spec.lengthIn(status.size()) : spec.length());
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  private static Mapping ofFile(Os os, NamedMemory names, Spec spec, int fd, long length)
      throws IOException {
    int kept = spec.trackFd() ? fd : NO_FD;
    Mapping mapping =
        spec.tagname() == null
            ? new NativeBacking(os, spec, Kind.FILE, kept).map(length, fd)
            : ofTaggedFile(os, names, spec, fd, kept, length);
    if (kept == NO_FD) {
      os.close(fd);
    }
    return mapping;
  }

  /** Maps what has the tagname already, or this file under it. */
  private static Mapping ofTaggedFile(
      Os os, NamedMemory names, Spec spec, int fd, int kept, long length) throws IOException {
    int protection = bits(spec.protection(), Protection::numbers);
    int flags = bits(spec.flags(), MapFlag::numbers);
    NamedMemory.Named tagged =
        found(os, names.ofFile(spec.tagname(), fd, protection, flags, spec.offset() + length));
    try {
      return new NativeBacking(os, spec, Kind.TAGGED_FILE, kept, tagged.owner())
          .map(length, tagged.fd());
    } catch (IOException | RuntimeException | Error e) {
      tagged.owner().release();
      throw e;
    }
  }

  /** Maps past the end of a file of {@code size} bytes, which is as long again where that fails. */
  private static Mapping ofExtended(Os os, NamedMemory names, Spec spec, NativeFile file, long size)
      throws IOException {
    long end = spec.offset() + spec.length();
    file.truncate(end);
    try {
      return ofFile(os, names, spec, file.fd(), spec.length());
    } catch (IOException | RuntimeException | Error e) {
      file.restore(size, end, e);
      throw e;
    }
  }

  static Mapping ofAnonymous(Os os, NamedMemory names, Spec spec) throws IOException {
    if (spec.tagname() != null) {
      return ofTagname(os, names, spec);
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

  /** Where memory with a name is a file to the system, others can change its length. */
  private static Mapping ofTagname(Os os, NamedMemory names, Spec spec) throws IOException {
    NamedMemory.Named found = found(os, names.createOrOpen(spec.tagname(), anonymousEnd(spec)));
    Kind kind = names.areFiles() ? Kind.FILE : Kind.NAMED_MEMORY;
    try {
      return new NativeBacking(os, spec, kind, found.fd(), found.owner()).map(spec.length());
    } catch (IOException | RuntimeException | Error e) {
      if (found.owner() != null) {
        found.owner().release();
      }
      os.close(found.fd());
      throw e;
    }
  }

  /** What was found under a name, if anything was. */
  private static NamedMemory.Named found(Os os, NamedMemory.Named named) throws MmapException {
    NamedMemory.Outcome outcome = named.outcome();
    if (outcome.errno() != 0) {
      String hint = outcome.why();
      throw new MmapException(
          outcome.call(),
          outcome.arguments(),
          outcome.errno(),
          hint == null ? os.hint(outcome.call(), outcome.errno()) : hint);
    }
    return named;
  }

  private Mapping map(long length) throws IOException {
    return map(length, file.fd());
  }

  private Mapping map(long length, int mappedFd) throws IOException {
    if (spec.preallocate()) {
      file.reserve(spec.offset(), length);
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
    int protection = bits(spec.protection(), Protection::numbers);
    // Memory that others have too lies behind a descriptor, which this flag would hide.
    int anonymous = MapFlag.ANONYMOUS.numbers().callValue();
    int flags = bits(spec.flags(), MapFlag::numbers) & ~anonymous;
    flags |= file.isAnonymous() ? anonymous : 0;
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

  private static <C> int bits(Set<C> constants, Function<C, Numbers> numbers) {
    int bits = 0;
    for (C constant : constants) {
      bits |= numbers.apply(constant).callValue();
    }
    return bits;
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
    int bits = bits(flags, Sync::numbers);
    check(
        os,
        "msync",
        "offset=" + offset + ", size=" + size + ", flags=" + flags,
        os.sync(memory.asSlice(offset, size), bits),
        alignmentHint(offset));
    if (file.isFile() && file.fd() != NO_FD && spec.writesFile()) {
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
  public void residency(MemorySegment range, MemorySegment vector) throws IOException {
    check(os, "mincore", "size=" + range.byteSize(), os.residency(range, vector), null);
  }

  @Override
  public void name(MemorySegment memory, String name) throws IOException {
    if (!file.isAnonymous()) {
      throw new UnsupportedOperationException(
          file.kind() != Kind.MEMORY_FILE
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
    requireChangingLength("resize");
    resizing.resize(old, newLength, publish);
  }

  @Override
  public void refresh(Region old, long newLength, Consumer<Region> publish) throws IOException {
    requireChangingLength("refresh");
    resizing.refresh(old, newLength, publish);
  }

  private void requireChangingLength(String what) {
    if (file.hasOneLength()) {
      throw new UnsupportedOperationException(
          what + ": " + spec.source() + " is mapped by a name, and has one length meanwhile");
    }
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all =
        EnumSet.of(Capability.SYNC_FLAGS, Capability.ADVISE, Capability.LOCK, Capability.RESIDENCY);
    if (file.isSized()) {
      all.add(Capability.SIZE);
      boolean writable = spec.access() == Access.WRITE || spec.access() == Access.DEFAULT;
      if (writable && !file.hasOneLength()) {
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
