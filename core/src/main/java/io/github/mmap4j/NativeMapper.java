package io.github.mmap4j;

import static io.github.mmap4j.NativeFile.NO_FD;
import static io.github.mmap4j.NativeFile.check;
import static io.github.mmap4j.SystemNumbers.bits;
import static io.github.mmap4j.SystemNumbers.callValue;

import io.github.mmap4j.internal.fault.FormerAddresses;
import io.github.mmap4j.internal.fault.Quarantine;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NameOwner;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

// This file is longer than others, because the memory shares the file and the spare with its
// mapper.
/**
 * Maps memory for a {@link NativeBacking} with system calls, maps pages again after faults, and
 * unmaps the memory in the end.
 */
final class NativeMapper {
  private static final long NO_SPARE = 0;

  /** The protection of memory that can't be accessed. */
  private static final int NO_ACCESS = 0;

  private final SystemCalls os;
  private final MapSpec spec;
  private final NameOwner owner;
  private volatile NativeFile file;
  private final Pages pages;

  /**
   * The address of a second mapping of the memory's first page, kept so that the memory can be
   * repaired without a descriptor.
   */
  private long spare = NO_SPARE;

  /** Whether a file that is only read is mapped privately, because it can't be shared. */
  private volatile boolean isFallback;

  /**
   * @param unit the smallest number of bytes that can be mapped
   * @param owner the owner, which unlinks the memory's name when the memory is unmapped; or null
   */
  NativeMapper(SystemCalls os, MapSpec spec, NativeFile file, long unit, NameOwner owner) {
    this.os = os;
    this.spec = spec;
    this.file = file;
    this.pages = new Pages(unit);
    this.owner = owner;
    FormerAddresses.prepare(os);
  }

  NativeFile file() {
    return file;
  }

  /** Replaces the file by one that new memory shows, and closes the old descriptor. */
  void file(NativeFile latest) {
    if (latest != file) {
      os.close(file.fd());
      file = latest;
    }
  }

  boolean isFallback() {
    return isFallback;
  }

  /**
   * Maps {@code length} bytes of the same file, or new memory of the same kind, and returns the
   * address.
   */
  long newMemory(long length) throws IOException {
    return newMemory(length, file.fd());
  }

  long newMemory(long length, int mappedFd) throws IOException {
    long address = mapped(length, mappedFd);
    if (refusesShared(length, mappedFd, address)) {
      if (spec.access() != Access.READ) {
        throw notMapped(
            length,
            mappedFd,
            address,
            "this file system maps files for writing only privately, as FUSE with direct_io and 9p without a cache do: map with Access.READ or COPY, or copy the file to another file system");
      }
      isFallback = true;
      address = mapped(length, mappedFd);
    }
    String notHuge =
        Errno.isError(address) && isHuge() ? os.hugePageHint(pages.size(), (int) -address) : null;
    if (notHuge != null) {
      throw notMapped(length, mappedFd, address, notHuge);
    }
    if (Errno.isError(address)) { // the texts would take longer than the call
      check(os, SystemCall.MMAP, mapArguments(length, mappedFd), address, mapHint(length, address));
    }
    return address;
  }

  /**
   * Reserves the addresses of a page for an empty file. On hugetlbfs, memory that may be written
   * would extend the file by a page, and readable memory would take one from the other files.
   */
  long placeholder(int mappedFd) throws IOException {
    if (!isHuge()) {
      return newMemory(Math.max(1, spec.reserved()), mappedFd);
    }
    int flags = mapFlags(isFallback) | callValue(MapFlag.NORESERVE);
    long address =
        Quarantine.withRoom(() -> os.map(pages.size(), NO_ACCESS, flags, mappedFd, spec.offset()));
    check(os, SystemCall.MMAP, mapArguments(pages.size(), mappedFd), address, null);
    return address;
  }

  private MmapException notMapped(long length, int mappedFd, long result, String why) {
    return new MmapException(
        SystemCall.MMAP.toString(), mapArguments(length, mappedFd), Errno.of((int) -result), why);
  }

  /**
   * Returns whether mapping failed with {@code result} only because the memory was to be shared.
   * FUSE reports ENODEV; 9p reports EINVAL, but only for a descriptor that may write.
   */
  private boolean refusesShared(long length, int mappedFd, long result) {
    if (result != -Errno.ENODEV && result != -Errno.EINVAL) {
      return false;
    }
    if (!file.isFile() || !spec.flags().contains(MapFlag.SHARED) || isFallback) {
      return false;
    }
    long tried = Math.min(length, pages.size());
    long address = mapped(tried, mappedFd, true);
    if (Errno.isError(address)) {
      return false;
    }
    FormerAddresses.freeOrReport(os, spec.source(), address, pages.size());
    return true;
  }

  private long mapped(long length, int mappedFd) {
    return mapped(length, mappedFd, isFallback);
  }

  private long mapped(long length, int mappedFd, boolean privately) {
    int protection = bits(spec.protection());
    int flags = mapFlags(privately);
    return Quarantine.withRoom(() -> os.map(length, protection, flags, mappedFd, spec.offset()));
  }

  private int mapFlags(boolean privately) {
    // With ANONYMOUS, the system would ignore the descriptor of shared memory.
    int anonymous = callValue(MapFlag.ANONYMOUS);
    int flags = bits(spec.flags()) & ~anonymous | (file.isAnonymous() ? anonymous : 0);
    // Reserved addresses of private memory must not count as memory in use.
    int all = spec.reserved() > 0 ? flags | callValue(MapFlag.NORESERVE) : flags;
    return privately ? all & ~callValue(MapFlag.SHARED) | callValue(MapFlag.PRIVATE) : all;
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
            mapFlags(isFallback),
            file.fd(),
            spec.offset() + from - start);
    return !Errno.isError(result);
  }

  /**
   * Maps the spare if a repair would need it. Without a spare or a descriptor, zero pages can't be
   * repaired.
   */
  void keepSpare(int mappedFd) {
    if (file.isFile() && file.fd() == NO_FD && !spec.isPrivate()) {
      int shared = callValue(MapFlag.SHARED);
      int protection = bits(spec.protection());
      long address = os.map(pages.size(), protection, shared, mappedFd, spec.offset());
      spare = Errno.isError(address) ? NO_SPARE : address;
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
    if (!pages.isStart(spec.offset())) {
      return "offset %d is not a multiple of the huge page size, %d"
          .formatted(spec.offset(), pages.size());
    }
    if (length == 0) {
      return file.isFile()
          ? "length is 0, and only a regular file has one of its own"
          : "length is 0";
    }
    if (!spec.flags().contains(MapFlag.SHARED) && !spec.isPrivate()) {
      return "flags must hold SHARED or PRIVATE";
    }
    return null;
  }

  /** Returns the pages of the memory, of which the smallest mapping has one. */
  Pages pages() {
    return pages;
  }

  /** Returns whether the memory consists of huge pages. */
  boolean isHuge() {
    return pages.size() > NativeAccess.pageSize();
  }

  /** Returns the number of bytes in {@code mapped} bytes including the whole last page. */
  long whole(long mapped) {
    return pages.whole(mapped);
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
  boolean hasHoles() {
    return !spec.isPrivate() && file.hasHoles();
  }

  private final class NativeMemory extends MappedMemory {
    private volatile Boolean hasHoles;

    NativeMemory(long address, long mapped, long length) {
      super(spec, address, mapped, length);
    }

    @Override
    protected Pages pages() {
      return pages;
    }

    /**
     * Returns the number of bytes mapped, including the whole last page, which may be a huge page.
     */
    private long whole() {
      return NativeMapper.this.whole(mapped());
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
        known = whileMapped(NativeMapper.this::hasHoles);
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
        FormerAddresses.freeOrReport(os, spec.source(), spare, pages.size());
      }
      if (owner != null) {
        owner.release();
      }
      if (file.fd() != NO_FD) {
        os.close(file.fd());
      }
    }
  }
}
