package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Backing.Resized;
import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.fault.FormerAddresses;
import io.github.mmap4j.internal.fault.PartwiseMove;
import io.github.mmap4j.internal.fault.Quarantine;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

// This file is longer than others, because the steps of a change, and undoing them, share fields.
/** One change of a mapping's length, and perhaps of its file's length, by system calls. */
final class NativeResize {
  private final SystemCalls os;
  private final MapSpec spec;
  private final NativeMapper mapper;
  private final NativeFile file;
  private final Region old;

  // The memory after the steps so far, for the new region.
  private long address;
  private long mapped;
  private long length;
  private boolean isAnew;

  NativeResize(SystemCalls os, MapSpec spec, NativeMapper mapper, Region old) {
    this.os = os;
    this.spec = spec;
    this.mapper = mapper;
    this.file = mapper.file();
    this.old = old;
    this.address = old.memory().address();
    this.mapped = old.memory().mapped();
    this.length = old.length();
  }

  private Resized result(Throwable failure) {
    Arena arena = Region.newArena(spec.confined());
    return new Resized(mapper.region(arena, address, mapped, length), failure, isAnew);
  }

  /**
   * Extends the file before the memory, and truncates the file only after closing the arena. After
   * a step that can't be undone, only steps that can't fail follow. If the kernel can't shorten the
   * mapping in the end, surplus pages remain, but no segment reaches them.
   */
  Resized resize(long newLength) throws IOException {
    if (file.isFile() && os.unmapsToResize()) {
      return resizeUnmapped(newLength);
    }
    long fileEnd = fileEnd(newLength);
    requireWholePages(fileEnd);
    long size = file.isAnonymous() ? fileEnd : sizeBefore();
    grow(size, newLength);
    if (old.hasRoom(newLength)) {
      return resizeInPlace(size, newLength);
    }
    try {
      old.closeArena();
    } catch (RuntimeException e) {
      ungrow(size, fileEnd, e);
      throw e;
    }
    old.disown();
    try {
      if (mustMapMore(newLength) || (os.unmapsToResize() && isCopyable())) {
        lengthen(newLength);
      }
      if (fileEnd <= size && !file.isAnonymous()) {
        file.truncate(fileEnd); // even to the same length, so a read-only descriptor is refused
      }
      if (spec.isPrivate() || file.isAnonymous() || isHugeMemory()) {
        clearPrivateTail(size, newLength);
      }
      length = newLength;
      shorten();
    } catch (Throwable e) {
      ungrow(size, fileEnd, e);
      return result(e);
    }
    return result(null);
  }

  /** Cuts off bytes that no view reaches, and keeps their addresses for later growth. */
  Resized cut(long newLength) throws IOException {
    if (!os.mapsPastEnd() || mapper.isHuge()) {
      return resize(newLength);
    }
    if (!file.isAnonymous()) {
      file.truncate(spec.offset() + newLength);
    }
    return new Resized(old.withLength(newLength), null);
  }

  /** Makes bytes accessible that are already mapped, once the file has them. */
  private Resized resizeInPlace(long size, long newLength) throws IOException {
    if (fileEnd(newLength) <= size && !file.isAnonymous()) {
      file.truncate(fileEnd(newLength));
    }
    if (spec.isPrivate() || file.isAnonymous()) {
      clearPrivateTail(size, newLength);
    }
    return new Resized(old.withLength(newLength), null);
  }

  /**
   * Resizes only the memory, because the file already has the new length. Private pages keep their
   * contents.
   */
  Resized refresh(long newLength) {
    if (old.hasRoom(newLength)) {
      return new Resized(old.withLength(newLength), null);
    }
    old.closeArena();
    old.disown();
    try {
      if (mustMapMore(newLength)) {
        lengthen(newLength);
      }
      length = newLength;
      shorten();
    } catch (Throwable e) {
      return result(e);
    }
    return result(null);
  }

  /**
   * Resizes on a system that can't truncate a mapped file: unmaps the memory, changes the file's
   * length, and maps the file again. If the length can't be changed, because others have mapped the
   * file too, the old length is mapped again. If the file can't be mapped again, the mapping is
   * left empty.
   */
  private Resized resizeUnmapped(long newLength) throws IOException {
    if (spec.isPrivate()) {
      file.check(SystemCall.MREMAP, "a private mapping of a file", -Errno.ENOSYS, null);
    }
    long size = file.size("resize");
    long fileEnd = spec.offset() + newLength;
    old.closeArena();
    old.disown();
    try {
      file.check(SystemCall.MUNMAP, mapped + " bytes", os.unmap(address, mapped), null);
      mapped = 0;
      isAnew = true;
      file.truncate(fileEnd);
      length = Math.min(old.length(), newLength);
      reserve(newLength);
      address = mapper.newMemory(newLength);
      length = newLength;
      mapped = newLength;
    } catch (Throwable e) {
      if (mapped == 0) {
        ungrow(size, fileEnd, e);
        mapAgain(e);
      }
      return result(e);
    }
    return result(null);
  }

  /** Maps the bytes that are still in the file, or leaves the mapping empty if that fails. */
  private void mapAgain(Throwable cause) {
    try {
      address = mapper.newMemory(length);
    } catch (IOException e) {
      cause.addSuppressed(e);
      address = 0;
      length = 0;
    }
    mapped = length;
  }

  /**
   * Zeros the private bytes that growth brings back into the mapping. A shortened mapping keeps old
   * bytes past its end, in its last page. Unless a file supplies bytes there, the old bytes must
   * read as zeros after growth, like all new bytes.
   */
  private void clearPrivateTail(long fileSize, long newLength) {
    long inFile = file.isFile() ? fileSize - spec.offset() : 0;
    long from = Math.max(old.length(), inFile);
    // Shortening has replaced reserved pages.
    long used = spec.reserved() > 0 ? old.length() : old.memory().mapped();
    long to = Math.min(newLength, wholePages(used));
    if (from < to) {
      os.segment(address + from, to - from, Arena.global()).fill((byte) 0);
    }
  }

  private long sizeBefore() throws IOException {
    return file.isFile() ? file.size("resize") : fileEnd(old.length());
  }

  /** Returns the size that the file needs; memory of huge pages has whole ones. */
  private long fileEnd(long newLength) {
    long end = spec.offset() + newLength;
    return isHugeMemory() ? mapper.whole(end) : end;
  }

  /** Refuses a length that the kernel would refuse too, but without a reason. */
  private void requireWholePages(long fileEnd) throws IOException {
    if (mapper.isHuge() && !mapper.pages().isStart(fileEnd) && !file.isAnonymous()) {
      file.check(
          SystemCall.FTRUNCATE,
          file.fd() + ", " + fileEnd,
          -Errno.EINVAL,
          "the length of this file must be a multiple of its huge page size, "
              + mapper.pages().size());
    }
  }

  private boolean isHugeMemory() {
    return mapper.isHuge() && !file.isFile();
  }

  private void grow(long size, long newLength) throws IOException {
    long fileEnd = fileEnd(newLength);
    if (fileEnd > size) {
      clearPastEnd(size);
      file.truncate(fileEnd);
    }
    try {
      reserve(newLength);
    } catch (IOException e) {
      ungrow(size, fileEnd, e);
      throw e;
    }
  }

  /**
   * Zeros the bytes after the end of a file of {@code size} bytes, in its last page, where the
   * system would let them appear in the extended file.
   */
  private void clearPastEnd(long size) {
    long from = size - spec.offset();
    long to = Math.min(NativeAccess.pages().whole(from), wholePages(mapped));
    if (from > 0 && from < to && spec.writesFile() && os.keepsBytesPastEnd(file.fd())) {
      byte[] zeros = new byte[(int) (to - from)];
      try (Arena open = Arena.ofConfined()) {
        MemorySegment memory = os.segment(address, to, open);
        FaultGuard.write(MemorySegment.ofArray(zeros), 0, memory, from, zeros.length);
      }
    }
  }

  private void reserve(long newLength) throws IOException {
    long before = old.length();
    if (newLength > before && spec.writesFile() && (spec.preallocate() || isNamedMemory())) {
      file.reserve(spec.offset() + before, newLength - before);
    }
  }

  private boolean isNamedMemory() {
    return file.isFile() && os.isNamedMemory(file.fd());
  }

  /** Undoes {@link #grow}. */
  private void ungrow(long size, long grown, Throwable cause) {
    if (grown > size) {
      file.restore(size, grown, cause);
    }
  }

  private boolean mustMapMore(long newLength) {
    return pages(newLength) > pages(mapped) || isPlaceholder() && newLength > 0;
  }

  /** Returns whether the memory can't be accessed, because its file had no page to map. */
  private boolean isPlaceholder() {
    return mapper.isHuge() && !spec.isPrivate() && old.length() == 0;
  }

  /** Remaps the memory to {@code newLength} bytes; a failure leaves the memory unchanged. */
  private void lengthen(long newLength) throws IOException {
    // The kernel can't lengthen mappings of huge pages.
    long moved =
        isPlaceholder()
            ? -Errno.EINVAL
            : Quarantine.withRoom(() -> os.remap(address, mapped, newLength));
    boolean cannot = moved == -Errno.ENOSYS || moved == -Errno.EINVAL && mapper.isHuge();
    if (cannot && (file.isAnonymous() ? isCopyable() : !spec.isPrivate())) {
      moved = mappedAnew(newLength);
    } else if (moved == -Errno.EFAULT) {
      moved = movedInParts(newLength);
    }
    file.check(SystemCall.MREMAP, mapped + " to " + newLength + " bytes", moved, null);
    if (moved != address) {
      FormerAddresses.moved(os, address, mapper.whole(mapped));
    }
    address = moved;
    mapped = newLength;
  }

  /**
   * Moves the memory to new memory of {@code newLength} bytes. Advice or a lock for a part of a
   * mapping splits it in the kernel, which then refuses to move it as a whole, but moves each part
   * with its advice and locks.
   */
  private long movedInParts(long newLength) throws IOException {
    long anew = mapper.newMemory(newLength);
    boolean isCopied = spec.isWritable() && (spec.isPrivate() || file.isAnonymous());
    new PartwiseMove(os, spec.source(), mapper.pages(), isCopied)
        .move(address, anew, wholePages(mapped));
    return anew;
  }

  /** Returns whether a copy can replace the memory: it has no file, and can be read and written. */
  private boolean isCopyable() {
    return file.isAnonymous() && spec.isReadable() && spec.isWritable();
  }

  private long mappedAnew(long newLength) throws IOException {
    long anew = mapper.newMemory(newLength);
    if (file.isAnonymous()) {
      try (Arena both = Arena.ofConfined()) {
        long kept = Math.min(mapped, newLength);
        MemorySegment before = os.segment(address, kept, both);
        MemorySegment after = os.segment(anew, kept, both);
        MemorySegment.copy(before, JAVA_BYTE, 0, after, JAVA_BYTE, 0, kept);
      }
    }
    FormerAddresses.unmapOrReport(os, spec.source(), address, mapper.whole(mapped));
    isAnew = true;
    return anew;
  }

  /**
   * Unmaps the pages past the new length, or leaves that to the end of the mapping; replaces them
   * if they are reserved.
   */
  private void shorten() {
    long kept = wholePages(length);
    if (spec.reserved() > 0 && renewed(kept)) {
      mapped = Math.max(mapped, length); // the length may have grown within the last page
      return;
    }
    if (kept == wholePages(mapped) || os.shorten(address, mapper.whole(mapped), kept) == 0) {
      mapped = Math.max(1, length);
    }
  }

  /**
   * Replaces the pages after the first {@code kept} bytes, because private pages keep their bytes,
   * and all pages keep their advice and locks. Returns whether the pages can be used again.
   */
  private boolean renewed(long kept) {
    long end = mapper.whole(mapped);
    boolean isShownByFile = !spec.isPrivate() && !file.isAnonymous();
    return kept >= end || mapper.renew(address, address + kept, address + end) || isShownByFile;
  }

  /** Returns {@code bytes} rounded up to whole pages; an empty mapping keeps a page. */
  private long wholePages(long bytes) {
    return (pages(bytes) + 1) * mapper.pages().size();
  }

  /** Returns the number of the last page of {@code length} bytes; an empty mapping keeps page 0. */
  private long pages(long length) {
    return mapper.pages().number(Math.max(0, length - 1));
  }
}
