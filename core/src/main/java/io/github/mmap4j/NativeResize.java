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

/** Changes the length of a mapping that the system's own calls have made, and of its file. */
final class NativeResize {
  /** Makes what a new length needs. */
  interface Mapper {
    /** The address of memory of the same kind, mapped beside what there is. */
    long newMemory(long length) throws IOException;

    /** A region over memory that is mapped already; {@code mapped} is what there is to unmap. */
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
   * The file grows before the memory and shrinks after it, as far as each can be undone: only what
   * can't fail any more follows the first step that can't be taken back. A shorter file comes first
   * of all when nothing reads the memory, and a kernel that then can't shorten the mapping leaves
   * pages that no segment reaches.
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
        file.truncate(
            fileEnd); // also where it changes nothing: a descriptor for reading is refused
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
   * As {@link #resize}, and leaves the file alone: it has that length already. Private pages stay
   * as they are.
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
   * Private pages keep what a longer mapping left behind its new end. Where it grows over that
   * again, and no file has the bytes, they have to be zero like all new ones.
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

  /** Takes {@link #grow} back. */
  private void ungrow(long size, long grown, Throwable cause) {
    if (grown > size) {
      file.restore(size, grown, cause);
    }
  }

  /** The address of the memory, longer now; where that fails, it is as it was. */
  private long lengthened(long address, long mapped, long newLength) throws IOException {
    long moved = Quarantine.withRoom(() -> os.remap(address, mapped, newLength));
    if (moved == -Errno.ENOSYS && (file.isAnonymous() ? isCopyable() : !spec.isPrivate())) {
      return mappedAnew(address, mapped, newLength);
    }
    file.check(SystemCall.MREMAP, mapped + " to " + newLength + " bytes", moved, null);
    return moved;
  }

  /** What is in the file comes along by itself, and what is not can be read and written. */
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

  /** How much is mapped once the pages behind the new length are given back, if they can be. */
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
