package io.github.mmap4j;

import static io.github.mmap4j.NativeFile.NO_FD;
import static io.github.mmap4j.NativeFile.check;
import static io.github.mmap4j.SystemNumbers.bits;
import static io.github.mmap4j.SystemNumbers.callValue;

import io.github.mmap4j.NativeFile.Kind;
import io.github.mmap4j.internal.fault.FormerAddresses;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileCopy;
import io.github.mmap4j.internal.os.NameOwner;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/** Memory that a {@link NativeSource} has mapped with system calls. */
final class NativeBacking implements Backing {
  private final SystemCalls os;
  private final MapSpec spec;
  private final NativeMapper mapper;

  /** The copy of the file that the memory shows, or null if it is the only one. */
  private volatile FileCopy copy;

  NativeBacking(SystemCalls os, MapSpec spec, Kind kind, int fd) {
    this(os, spec, kind, fd, NativeAccess.pageSize(), null);
  }

  /**
   * @param unit the smallest number of bytes that can be mapped
   * @param owner the owner, which unlinks the memory's name when the memory is unmapped; or null
   */
  NativeBacking(SystemCalls os, MapSpec spec, Kind kind, int fd, long unit, NameOwner owner) {
    this.os = os;
    this.spec = spec;
    this.mapper = new NativeMapper(os, spec, new NativeFile(os, kind, fd), unit, owner);
  }

  private NativeFile file() {
    return mapper.file();
  }

  /** Returns this backing, whose memory will show the given copy of its file. */
  NativeBacking of(FileCopy shown) {
    copy = shown;
    return this;
  }

  /**
   * Maps {@code length} bytes of this backing's descriptor, or of new memory if there is no
   * descriptor.
   */
  Opened map(long length) throws IOException {
    return map(length, file().fd());
  }

  /** Maps {@code length} bytes of {@code mappedFd}, which this backing need not keep. */
  Opened map(long length, int mappedFd) throws IOException {
    if (spec.preallocate() && length > 0) {
      file().reserve(spec.offset(), length);
    }
    Arena arena = Region.newArena(spec.confined());
    try (var _ = Trace.map(spec.source(), spec.offset(), length)) {
      // The system maps no empty range, but it maps a page past the end of an empty file.
      boolean isEmpty = length == 0 && spec.mayBeEmpty() && os.status(mappedFd).isRegular();
      if (isEmpty && os.extendsFiles()) {
        throw new UnsupportedOperationException(
            spec.source() + ": an empty file can't be mapped on " + Platform.label());
      }
      if (isEmpty && mapper.isHuge() && spec.isPrivate()) {
        throw new UnsupportedOperationException(
            spec.source() + ": an empty file of huge pages can't be mapped as a private copy");
      }
      long mapped = isEmpty ? Math.max(1, spec.reserved()) : Math.max(length, spec.reserved());
      long address = isEmpty ? mapper.placeholder(mappedFd) : mapper.newMemory(mapped, mappedFd);
      if (!isEmpty) {
        mapper.keepSpare(mappedFd); // on hugetlbfs, it would extend an empty file
      }
      Region region = mapper.region(arena, address, mapped, length);
      if (file().isAnonymous() && spec.name() != null) {
        nameOrUnmap(region);
      }
      return new Opened(this, region);
    }
  }

  private void nameOrUnmap(Region region) throws IOException {
    try {
      name(region.room(), spec.name());
    } catch (IOException | RuntimeException e) {
      region.closeArena();
      try {
        region.release();
      } catch (UncheckedIOException notUnmapped) {
        e.addSuppressed(notUnmapped);
      }
      throw e;
    }
  }

  /** Returns the number of bytes in {@code mapped} bytes including the whole last page. */
  long whole(long mapped) {
    return mapper.whole(mapped);
  }

  @Override
  public long nextData(long offset, long end) {
    return mapper.hasHoles()
        ? file().nextData(spec.offset() + offset, spec.offset() + end) - spec.offset()
        : offset;
  }

  @Override
  public long nextHole(long offset, long end) {
    return mapper.hasHoles()
        ? file().nextHole(spec.offset() + offset, spec.offset() + end) - spec.offset()
        : end;
  }

  @Override
  public boolean isFile() {
    return file().isFile();
  }

  @Override
  public long size(long mappedLength) throws IOException {
    return isFile() ? file().size("size") : mappedLength;
  }

  @Override
  public Pages pages() {
    return mapper.pages();
  }

  @Override
  public long lengthUnit() {
    return mapper.isHuge() && isFile() ? mapper.pages().size() : 1;
  }

  @Override
  public long prepare(long offset, long length) throws IOException {
    return file().writeZeros(spec.offset() + offset, length);
  }

  @Override
  public long spaceLeft() {
    return file().fd() == NO_FD ? -1 : os.spaceLeft(file().fd());
  }

  @Override
  public void flush(MemorySegment memory, long offset, long size, Set<Sync> flags)
      throws IOException {
    int bits = bits(flags);
    check(
        os,
        SystemCall.MSYNC,
        "offset=" + offset + ", size=" + size + ", flags=" + flags,
        os.sync(memory.asSlice(offset, size), bits),
        alignmentHint(offset));
    if (file().isFile() && file().fd() != NO_FD && spec.writesFile()) {
      check(os, SystemCall.FSYNC, "" + file().fd(), os.settle(file().fd(), bits), null);
    }
  }

  @Override
  public void advise(MemorySegment range, Advice advice) throws IOException {
    check(
        os,
        SystemCall.MADVISE,
        "length=" + range.byteSize() + ", advice=" + advice,
        os.advise(range, callValue(advice)),
        alignmentHint(range.address()));
  }

  private static String alignmentHint(long start) {
    Pages pages = NativeAccess.pages();
    return pages.isStart(start) ? null : "the start is not a multiple of PAGESIZE, " + pages.size();
  }

  @Override
  public SystemCalls system(String what) {
    return os;
  }

  @Override
  public void residency(MemorySegment range, MemorySegment vector) throws IOException {
    check(os, SystemCall.MINCORE, "size=" + range.byteSize(), os.residency(range, vector), null);
  }

  @Override
  public void evict(long length) throws IOException {
    if (!isFile()) {
      throw new UnsupportedOperationException(
          "evict: only a file can be read again; this is " + spec.source());
    }
    file().evict(spec.offset(), length);
  }

  @Override
  public void name(MemorySegment memory, String name) throws IOException {
    if (!isNameable()) {
      throw new UnsupportedOperationException(
          "only anonymous memory of normal pages can be named; this is " + describedPages());
    }
    if (!os.namesMemory()) {
      throw new UnsupportedOperationException("memory has no names on " + Platform.label());
    }
    int result = os.name(memory, name);
    String arguments = "PR_SET_VMA_ANON_NAME, " + name;
    if (result == -Errno.EBADF) { // before Linux 6.2, for all shared memory
      throw new MmapException(
          SystemCall.PRCTL.toString(),
          arguments,
          Errno.EBADF,
          "Linux names shared memory since 6.2; before, only the builder's name() can name it");
    }
    check(
        os,
        SystemCall.PRCTL,
        arguments,
        result,
        "Linux has this since 5.17, if built with CONFIG_ANON_VMA_NAME");
  }

  /**
   * A memfd has no links, so for the kernel its memory is anonymous. Memory of huge pages always
   * belongs to a file on hugetlbfs.
   */
  private boolean isNameable() {
    return !mapper.isHuge() && (file().isAnonymous() || file().kind() == Kind.MEMORY_FILE);
  }

  private String describedPages() {
    return mapper.isHuge() ? spec.source() + ", of huge pages" : spec.source();
  }

  @Override
  public Resized resize(Region old, long newLength) throws IOException {
    requireChangingLength("resize");
    return new NativeResize(os, spec, mapper, old).resize(newLength);
  }

  @Override
  public Resized cut(Region old, long newLength) throws IOException {
    requireChangingLength("resize");
    return new NativeResize(os, spec, mapper, old).cut(newLength);
  }

  @Override
  public Resized refresh(Region old, long newLength) throws IOException {
    requireChangingLength("refresh");
    if (mapper.isFallback()) { // the last page that is mapped may not show what was added to it
      return latest(old, newLength, file());
    }
    if (isOutdated()) {
      return copied(old, newLength);
    }
    // The page that an empty mapping keeps may be a page of zeros that replaced a lost one.
    if (newLength == 0 && spec.isPrivate() && !mapper.isHuge()) {
      return latest(old, newLength, file());
    }
    return new NativeResize(os, spec, mapper, old).refresh(newLength);
  }

  /** Returns whether the file has been copied since; if so, its length is that of the new copy. */
  @Override
  public boolean isOutdated() {
    FileCopy shown = copy;
    FileCopy present = shown == null ? null : os.copy(file().fd());
    if (present == null) {
      return false;
    }
    boolean isSame = present.isSameAs(shown);
    if (isSame) {
      copy = present;
    }
    return !isSame;
  }

  /** Maps the file's present copy. The kernel would extend the old memory with the old copy. */
  private Resized copied(Region old, long newLength) throws IOException {
    if (spec.isPrivate() && spec.isWritable() && old.length() > 0) {
      throw new UnsupportedOperationException(
          "refresh: "
              + spec.source()
              + " was copied up by overlayfs, and mapping the new copy would lose what was written to this private memory: map the file anew");
    }
    // Identifies the copy before opening it, so that the next refresh notices one made meanwhile.
    FileCopy present = os.copy(file().fd());
    NativeFile anew = file().reopened();
    try {
      Resized latest = latest(old, newLength, anew);
      copy = present;
      return latest;
    } catch (IOException | RuntimeException | Error e) {
      os.close(anew.fd());
      throw e;
    }
  }

  /** Replaces the memory by new memory of {@code latest}; a failure leaves all as it was. */
  private Resized latest(Region old, long newLength, NativeFile latest) throws IOException {
    Arena arena = Region.newArena(spec.confined());
    long mapped = Math.max(Math.max(1, newLength), spec.reserved());
    long address = mapper.newMemory(mapped, latest.fd());
    closeOrUnmap(old, address, mapped);
    old.disown();
    long former = old.memory().address();
    FormerAddresses.unmapOrReport(os, spec.source(), former, mapper.whole(old.memory().mapped()));
    mapper.file(latest);
    return Resized.anew(mapper.region(arena, address, mapped, newLength));
  }

  private void closeOrUnmap(Region old, long address, long mapped) {
    try {
      old.closeArena();
    } catch (RuntimeException e) {
      FormerAddresses.freeOrReport(os, spec.source(), address, mapper.whole(mapped));
      throw e;
    }
  }

  private void requireChangingLength(String what) {
    if (file().hasOneLength()) {
      throw new UnsupportedOperationException(
          what + ": " + spec.source() + " is mapped by a name, so its length is fixed");
    }
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all =
        EnumSet.of(Capability.SYNC_FLAGS, Capability.ADVISE, Capability.LOCK, Capability.RESIDENCY);
    if (spec.trackFd()) {
      all.add(Capability.SIZE);
      boolean writable = spec.access() == Access.WRITE || spec.access() == Access.DEFAULT;
      if (writable && !file().hasOneLength()) {
        all.add(Capability.RESIZE);
      }
    }
    if (!spec.isPrivate() && !mapper.isFallback()) {
      all.add(Capability.SHARED);
    }
    if (isNameable() && os.namesMemory()) {
      all.add(Capability.NAME);
    }
    return all;
  }
}
