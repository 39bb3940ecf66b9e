package io.github.mmap4j;

import static io.github.mmap4j.NativeFile.NO_FD;
import static io.github.mmap4j.NativeFile.check;
import static io.github.mmap4j.SystemNumbers.bits;
import static io.github.mmap4j.SystemNumbers.callValue;

import io.github.mmap4j.NativeFile.Kind;
import io.github.mmap4j.internal.fault.FormerAddresses;
import io.github.mmap4j.internal.fault.Quarantine;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileCopy;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NameOwner;
import io.github.mmap4j.internal.os.NativeAccess;
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

// This file is longer than others, because the backing and its memory share their fields.
/** Memory that a {@link NativeSource} has mapped with system calls. */
final class NativeBacking implements Backing {
  private static final long NO_SPARE = 0;

  private final SystemCalls os;
  private final MapSpec spec;
  private final NameOwner owner;
  private volatile NativeFile file;

  /** The copy of the file that the memory shows, or null if it is the only one. */
  private volatile FileCopy copy;

  private final long unit;

  /**
   * The address of a second mapping of the memory's first {@code unit} bytes, kept so that the
   * memory can be repaired without a descriptor.
   */
  private long spare = NO_SPARE;

  /** Whether a file that is only read is mapped privately, because it can't be shared. */
  private volatile boolean isFallback;

  NativeBacking(SystemCalls os, MapSpec spec, Kind kind, int fd) {
    this(os, spec, kind, fd, NativeAccess.pageSize(), null);
  }

  /**
   * @param unit the smallest number of bytes that can be mapped
   * @param owner the owner, which unlinks the memory's name when the memory is unmapped; or null
   */
  NativeBacking(SystemCalls os, MapSpec spec, Kind kind, int fd, long unit, NameOwner owner) {
    this.unit = unit;
    this.os = os;
    this.spec = spec;
    this.owner = owner;
    this.file = new NativeFile(os, kind, fd);
    FormerAddresses.prepare(os);
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
    return map(length, file.fd());
  }

  /** Maps {@code length} bytes of {@code mappedFd}, which this backing need not keep. */
  Opened map(long length, int mappedFd) throws IOException {
    if (spec.preallocate()) {
      file.reserve(spec.offset(), length);
    }
    Arena arena = Region.newArena(spec.confined());
    try (var _ = Trace.map(spec.source(), spec.offset(), length)) {
      // The system maps no empty range, but it maps a page past the end of an empty file.
      boolean isEmpty = length == 0 && spec.mayBeEmpty() && os.status(mappedFd).isRegular();
      if (isEmpty && os.extendsFiles()) {
        throw new UnsupportedOperationException(
            spec.source() + ": an empty file can't be mapped on " + Platform.label());
      }
      long mapped = isEmpty ? Math.max(1, spec.reserved()) : Math.max(length, spec.reserved());
      long address = newMemory(mapped, mappedFd);
      keepSpare(mappedFd);
      Region region = region(arena, address, mapped, length);
      if (file.isAnonymous() && spec.name() != null) {
        nameOrUnmap(region);
      }
      return new Opened(this, region);
    }
  }

  /**
   * Maps {@code length} bytes of the same file, or new memory of the same kind, and returns the
   * address.
   */
  long newMemory(long length) throws IOException {
    return newMemory(length, file.fd());
  }

  private long newMemory(long length, int mappedFd) throws IOException {
    long address = mapped(length, mappedFd);
    boolean refusesShared = address == -Errno.ENODEV && file.isFile() && !spec.isPrivate();
    if (refusesShared) {
      isFallback = true;
      if (spec.access() == Access.READ) {
        address = mapped(length, mappedFd);
      } else if (canMapPrivately(mappedFd)) {
        throw notMapped(
            length,
            mappedFd,
            address,
            "this file system maps files only privately, as FUSE with direct_io and 9p without a cache do: map with Access.READ or COPY, or copy the file to another file system");
      }
    }
    String notHuge =
        Errno.isError(address) && isHuge() ? os.hugePageHint(unit, (int) -address) : null;
    if (notHuge != null) {
      throw notMapped(length, mappedFd, address, notHuge);
    }
    if (Errno.isError(address)) { // the texts would take longer than the call
      check(os, SystemCall.MMAP, mapArguments(length, mappedFd), address, mapHint(length, address));
    }
    return address;
  }

  private MmapException notMapped(long length, int mappedFd, long result, String why) {
    return new MmapException(
        SystemCall.MMAP.toString(), mapArguments(length, mappedFd), Errno.of((int) -result), why);
  }

  private boolean canMapPrivately(int mappedFd) {
    long address = mapped(unit, mappedFd);
    if (Errno.isError(address)) {
      return false;
    }
    FormerAddresses.freeOrReport(os, spec.source(), address, unit);
    return true;
  }

  private long mapped(long length, int mappedFd) {
    int protection = bits(spec.protection());
    return Quarantine.withRoom(
        () -> os.map(length, protection, mapFlags(), mappedFd, spec.offset()));
  }

  private int mapFlags() {
    // With ANONYMOUS, the system would ignore the descriptor of shared memory.
    int anonymous = callValue(MapFlag.ANONYMOUS);
    int flags = bits(spec.flags()) & ~anonymous | (file.isAnonymous() ? anonymous : 0);
    // Reserved addresses of private memory must not count as memory in use.
    int all = spec.reserved() > 0 ? flags | callValue(MapFlag.NORESERVE) : flags;
    return isFallback ? all & ~callValue(MapFlag.SHARED) | callValue(MapFlag.PRIVATE) : all;
  }

  private String mapArguments(long length, int mappedFd) {
    return "length=%d, prot=%s, flags=%s, fd=%d, offset=%d"
        .formatted(length, spec.protection(), spec.flags(), mappedFd, spec.offset());
  }

  /**
   * Maps new pages of the same kind from address {@code from} to {@code to}, in memory that begins
   * at {@code start}, and returns whether that succeeded.
   */
  boolean renew(long start, long from, long to) {
    long result =
        os.mapOver(
            from,
            to - from,
            bits(spec.protection()),
            mapFlags(),
            file.fd(),
            spec.offset() + from - start);
    return !Errno.isError(result);
  }

  /**
   * Maps the spare if a repair would need it. Without a spare or a descriptor, zero pages can't be
   * repaired.
   */
  private void keepSpare(int mappedFd) {
    if (file.isFile() && file.fd() == NO_FD && !spec.isPrivate()) {
      int shared = callValue(MapFlag.SHARED);
      int protection = bits(spec.protection());
      long address = os.map(unit, protection, shared, mappedFd, spec.offset());
      spare = Errno.isError(address) ? NO_SPARE : address;
    }
  }

  private void nameOrUnmap(Region region) throws IOException {
    try {
      name(region.segment(), spec.name());
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

  /** Returns the likely reason why a mapping failed with {@code result}, or null. */
  private String mapHint(long length, long result) {
    if (Errno.of((int) -result) == Errno.ENOMEM) {
      boolean isCounted =
          spec.isPrivate()
              && spec.isWritable()
              && spec.reserved() == 0
              && !spec.flags().contains(MapFlag.NORESERVE);
      return isCounted && MapFlag.NORESERVE.isSupported()
          ? "a writable private mapping counts as memory in its whole length, unless it is mapped"
              + " with flags(PRIVATE, NORESERVE) in place of an access"
          : null;
    }
    int granularity = NativeAccess.allocationGranularity();
    if (spec.offset() % granularity != 0) {
      return "offset %d is not a multiple of ALLOCATIONGRANULARITY, %d"
          .formatted(spec.offset(), granularity);
    }
    if (spec.offset() % unit != 0) {
      return "offset %d is not a multiple of the huge page size, %d".formatted(spec.offset(), unit);
    }
    if (length == 0) {
      return isFile() ? "length is 0, and only a regular file has one of its own" : "length is 0";
    }
    if (!spec.flags().contains(MapFlag.SHARED) && !spec.isPrivate()) {
      return "flags must hold SHARED or PRIVATE";
    }
    return null;
  }

  /** Returns the smallest number of bytes that can be mapped. */
  long unit() {
    return unit;
  }

  /** Returns whether the memory consists of huge pages. */
  boolean isHuge() {
    return unit > NativeAccess.pageSize();
  }

  /** Returns the number of bytes in {@code mapped} bytes including the whole last page. */
  long whole(long mapped) {
    return (mapped + unit - 1) & -unit;
  }

  /** Returns a region over mapped memory, of which {@code mapped} bytes must be unmapped later. */
  Region region(Arena arena, long address, long mapped, long length) {
    long room = spec.reserved() > 0 ? mapped : length;
    MemorySegment memory = os.segment(address, room, arena);
    return new Region(
        arena,
        spec.isWritable() ? memory : memory.asReadOnly(),
        length,
        new NativeMemory(address, mapped, length));
  }

  /** Private pages may have been written although the file has a hole there. */
  private boolean hasHoles() {
    return !spec.isPrivate() && file.hasHoles();
  }

  @Override
  public long nextData(long offset, long end) {
    return hasHoles()
        ? file.nextData(spec.offset() + offset, spec.offset() + end) - spec.offset()
        : offset;
  }

  @Override
  public long nextHole(long offset, long end) {
    return hasHoles()
        ? file.nextHole(spec.offset() + offset, spec.offset() + end) - spec.offset()
        : end;
  }

  private final class NativeMemory extends MappedMemory {
    private volatile Boolean hasHoles;

    NativeMemory(long address, long mapped, long length) {
      super(spec, address, mapped, length);
    }

    @Override
    protected long unit() {
      return unit;
    }

    /**
     * Returns the number of bytes mapped, including the whole last page, which may be a huge page.
     */
    private long whole() {
      return NativeBacking.this.whole(mapped());
    }

    @Override
    boolean showAgain(long from) {
      long end = address() + whole();
      if (isHuge() && spec.isWritable() && isCut(end)) {
        return false;
      }
      return spare == NO_SPARE
          ? renew(address(), from, end)
          : !Errno.isError(os.mapCopyOver(spare, address(), end - address()));
    }

    /**
     * Returns whether the file ends before address {@code end}. On hugetlbfs, mapping a file past
     * its end for writing would extend the file.
     */
    private boolean isCut(long end) {
      FileStatus status = os.status(file.fd());
      return status.errno() != 0 || status.size() < spec.offset() + end - address();
    }

    /** Asks once, because that takes longer than finding a nearby byte. */
    @Override
    protected boolean hasHoles() {
      Boolean known = hasHoles;
      if (known == null) {
        known = whileMapped(NativeBacking.this::hasHoles);
        hasHoles = known;
      }
      return known;
    }

    @Override
    protected long nextData(long at, long end) {
      long shift = spec.offset() - address();
      return whileMapped(() -> file.nextData(at + shift, end + shift)) - shift;
    }

    @Override
    void closed() {
      int result;
      try (var _ = Trace.unmap(spec.source(), spec.offset(), description().length())) {
        result =
            !spec.confined() && Quarantine.isNeeded()
                ? Quarantine.unmap(os, address(), whole(), isWritable())
                : FormerAddresses.unmap(os, address(), whole());
        releaseRest();
      }
      if (Errno.isError(result)) {
        throw new UncheckedIOException(
            new MmapException(
                SystemCall.MUNMAP.toString(),
                spec.source() + ", " + whole() + " bytes",
                Errno.of(-result),
                os.hint(SystemCall.MUNMAP, -result)));
      }
    }

    @Override
    void dropped() {
      try (var _ = Trace.unmap(spec.source(), spec.offset(), description().length())) {
        FormerAddresses.unmapOrReport(os, spec.source(), address(), whole());
        releaseRest();
      }
    }

    private void releaseRest() {
      if (spare != NO_SPARE) {
        FormerAddresses.freeOrReport(os, spec.source(), spare, unit);
      }
      if (owner != null) {
        owner.release();
      }
      if (file.fd() != NO_FD) {
        os.close(file.fd());
      }
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
  public long lengthUnit() {
    return isHuge() && isFile() ? unit : 1;
  }

  @Override
  public long prepare(long offset, long length) throws IOException {
    return file.writeZeros(spec.offset() + offset, length);
  }

  @Override
  public long spaceLeft() {
    return file.fd() == NO_FD ? -1 : os.spaceLeft(file.fd());
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
    if (file.isFile() && file.fd() != NO_FD && spec.writesFile()) {
      check(os, SystemCall.FSYNC, "" + file.fd(), os.settle(file.fd(), bits), null);
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
    int page = NativeAccess.pageSize();
    return start % page == 0 ? null : "the start is not a multiple of PAGESIZE, " + page;
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
    file.evict(spec.offset(), length);
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
        SystemCall.PRCTL,
        "PR_SET_VMA_ANON_NAME, " + name,
        os.name(memory, name),
        "Linux has this since 5.17, if built with CONFIG_ANON_VMA_NAME");
  }

  @Override
  public Resized resize(Region old, long newLength) throws IOException {
    requireChangingLength("resize");
    return new NativeResize(os, spec, file, this, old).resize(newLength);
  }

  @Override
  public Resized cut(Region old, long newLength) throws IOException {
    requireChangingLength("resize");
    return new NativeResize(os, spec, file, this, old).cut(newLength);
  }

  @Override
  public Resized refresh(Region old, long newLength) throws IOException {
    requireChangingLength("refresh");
    if (isFallback) {
      // The last page that is mapped may not show what was added to it.
      return latest(old, newLength, file);
    }
    if (isOutdated()) {
      return copied(old, newLength);
    }
    return new NativeResize(os, spec, file, this, old).refresh(newLength);
  }

  /** Returns whether the file has been copied since; if so, its length is that of the new copy. */
  @Override
  public boolean isOutdated() {
    FileCopy shown = copy;
    FileCopy present = shown == null ? null : os.copy(file.fd());
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
    if (spec.isPrivate() && spec.isWritable()) {
      throw new UnsupportedOperationException(
          "refresh: "
              + spec.source()
              + " was copied up by overlayfs, and mapping the new copy would lose what was written to this private memory: map the file anew");
    }
    // Identifies the copy before opening it, so that the next refresh notices one made meanwhile.
    FileCopy present = os.copy(file.fd());
    NativeFile anew = file.reopened();
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
    long address = newMemory(mapped, latest.fd());
    closeOrUnmap(old, address, mapped);
    old.disown();
    long former = old.memory().address();
    FormerAddresses.unmapOrReport(os, spec.source(), former, whole(old.memory().mapped()));
    if (latest != file) {
      os.close(file.fd());
      file = latest;
    }
    return Resized.anew(region(arena, address, mapped, newLength));
  }

  private void closeOrUnmap(Region old, long address, long mapped) {
    try {
      old.closeArena();
    } catch (RuntimeException e) {
      FormerAddresses.freeOrReport(os, spec.source(), address, whole(mapped));
      throw e;
    }
  }

  private void requireChangingLength(String what) {
    if (file.hasOneLength()) {
      throw new UnsupportedOperationException(
          what + ": " + spec.source() + " is mapped by a name, so its length is fixed");
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
    if (!spec.isPrivate() && !isFallback) {
      all.add(Capability.SHARED);
    }
    if (file.isAnonymous() && os.namesMemory()) {
      all.add(Capability.NAME);
    }
    return all;
  }
}
