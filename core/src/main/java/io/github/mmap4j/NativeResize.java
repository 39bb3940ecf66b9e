package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.fault.Quarantine;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The operations that change the length of a mapping made by system calls, and of its file. */
final class NativeResize {
  /** A maker of the memory and the region that a new length needs. */
  interface Mapper {
    /** Maps more memory of the same kind and returns its address. */
    long newMemory(long length) throws IOException;

    /**
     * Returns a region over mapped memory, of which {@code mapped} bytes must be unmapped later.
     */
    Region region(Arena arena, long address, long mapped, long length);
  }

  private final SystemCalls os;
  private final MapSpec spec;
  private final NativeFile file;
  private final Mapper mapper;

  NativeResize(SystemCalls os, MapSpec spec, NativeFile file, Mapper mapper) {
    this.os = os;
    this.spec = spec;
    this.file = file;
    this.mapper = mapper;
  }

  /**
   * Extends the file before the memory, and truncates the file only after closing the arena. The
   * first step that can't be undone is followed only by steps that can't fail. If the kernel then
   * can't shorten the mapping, pages remain that no segment reaches.
   */
  Resized resize(Region old, long newLength) throws IOException {
    if (file.isFile() && os.unmapsToResize()) {
      return new UnmappedResize(os, spec, file, mapper).resize(old, newLength);
    }
    long fileEnd = spec.offset() + newLength;
    long size = file.isAnonymous() ? fileEnd : sizeBefore(old);
    grow(size, old.length(), newLength);
    Arena arena = Region.newArena(spec.confined());
    try {
      old.closeArena();
    } catch (RuntimeException e) {
      ungrow(size, fileEnd, e);
      throw e;
    }
    MappedMemory held = old.memory();
    old.disown();
    long address = held.address();
    long mapped = held.mapped();
    long length = old.length();
    Throwable failure = null;
    try {
      if (pages(newLength) > pages(mapped) || (os.unmapsToResize() && isCopyable())) {
        address = lengthened(address, mapped, newLength);
        mapped = newLength;
      }
      if (fileEnd <= size && !file.isAnonymous()) {
        file.truncate(fileEnd); // even to the same length, so a read-only descriptor is refused
      }
      if (spec.isPrivate() || file.isAnonymous()) {
        clearPrivateTail(old, size, os.segment(address, newLength, arena));
      }
      length = newLength;
      mapped = shortened(address, mapped, newLength);
    } catch (Throwable e) {
      ungrow(size, fileEnd, e);
      failure = e;
    }
    return new Resized(mapper.region(arena, address, mapped, length), failure);
  }

  /**
   * Resizes the memory only, because the file already has that length. Private pages keep their
   * contents.
   */
  Resized refresh(Region old, long newLength) throws IOException {
    Arena arena = Region.newArena(spec.confined());
    old.closeArena();
    MappedMemory held = old.memory();
    old.disown();
    long address = held.address();
    long mapped = held.mapped();
    long length = old.length();
    Throwable failure = null;
    try {
      if (pages(newLength) > pages(mapped)) {
        address = lengthened(address, mapped, newLength);
        mapped = newLength;
      }
      length = newLength;
      mapped = shortened(address, mapped, newLength);
    } catch (Throwable e) {
      failure = e;
    }
    return new Resized(mapper.region(arena, address, mapped, length), failure);
  }

  /**
   * Zeros the private bytes that growth brings back. A shortened mapping keeps old bytes past its
   * end in its last page. If no file supplies bytes there, those bytes must read as zeros, as all
   * new bytes do.
   */
  private void clearPrivateTail(Region old, long fileSize, MemorySegment longer) {
    MappedMemory held = old.memory();
    long inFile = file.isAnonymous() ? 0 : fileSize - spec.offset();
    long from = Math.max(old.length(), inFile);
    long to = Math.min(longer.byteSize(), (pages(held.mapped()) + 1) * NativeAccess.pageSize());
    if (from < to) {
      longer.asSlice(from, to - from).fill((byte) 0);
    }
  }

  private long sizeBefore(Region old) throws IOException {
    return file.isFile() ? file.size("resize") : spec.offset() + old.length();
  }

  private void grow(long size, long oldLength, long newLength) throws IOException {
    long fileEnd = spec.offset() + newLength;
    if (fileEnd > size) {
      file.truncate(fileEnd);
    }
    if (spec.preallocate() && newLength > oldLength) {
      try {
        file.reserve(spec.offset() + oldLength, newLength - oldLength);
      } catch (IOException e) {
        ungrow(size, fileEnd, e);
        throw e;
      }
    }
  }

  /** Undoes {@link #grow}. */
  private void ungrow(long size, long grown, Throwable cause) {
    if (grown > size) {
      file.restore(size, grown, cause);
    }
  }

  /** Extends the memory and returns its address; a failure leaves the memory unchanged. */
  private long lengthened(long address, long mapped, long newLength) throws IOException {
    long moved = Quarantine.withRoom(() -> os.remap(address, mapped, newLength));
    if (moved == -Errno.ENOSYS && (file.isAnonymous() ? isCopyable() : !spec.isPrivate())) {
      return mappedAnew(address, mapped, newLength);
    }
    file.check(SystemCall.MREMAP, mapped + " to " + newLength + " bytes", moved, null);
    return moved;
  }

  /** Returns whether a copy can replace the memory: it has no file, and can be read and written. */
  private boolean isCopyable() {
    return file.isAnonymous() && spec.isReadable() && spec.isWritable();
  }

  private long mappedAnew(long address, long mapped, long newLength) throws IOException {
    long anew = mapper.newMemory(newLength);
    if (file.isAnonymous()) {
      try (Arena arena = Arena.ofConfined()) {
        long kept = Math.min(mapped, newLength);
        MemorySegment before = os.segment(address, kept, arena);
        MemorySegment after = os.segment(anew, kept, arena);
        MemorySegment.copy(before, JAVA_BYTE, 0, after, JAVA_BYTE, 0, kept);
      }
    }
    os.unmap(address, mapped);
    return anew;
  }

  /** Unmaps the pages past the new length, if possible; returns how many bytes are still mapped. */
  private long shortened(long address, long mapped, long newLength) {
    if (pages(newLength) >= pages(mapped)) {
      return mapped;
    }
    long kept = (pages(newLength) + 1) * NativeAccess.pageSize();
    return os.shorten(address, mapped, kept) == 0 ? newLength : mapped;
  }

  private static long pages(long length) {
    return (length - 1) / NativeAccess.pageSize();
  }
}
