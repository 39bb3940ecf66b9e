package io.github.mmap4j;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.Arena;

/**
 * A resize of a file and its mapping on a system that can't truncate a mapped file. It unmaps the
 * memory first, and maps the file again afterwards.
 */
final class UnmappedResize {
  private final SystemCalls os;
  private final MapSpec spec;
  private final NativeFile file;
  private final NativeResize.Mapper mapper;

  UnmappedResize(SystemCalls os, MapSpec spec, NativeFile file, NativeResize.Mapper mapper) {
    this.os = os;
    this.spec = spec;
    this.file = file;
    this.mapper = mapper;
  }

  /**
   * Resizes the file and maps it again. A file that can't be truncated, because others have mapped
   * it too, is mapped as before. If even that fails, the mapping is left empty.
   */
  Resized resize(Region old, long newLength) throws IOException {
    if (spec.isPrivate()) {
      file.check(SystemCall.MREMAP, "a private mapping of a file", -Errno.ENOSYS, null);
    }
    long size = file.size("resize");
    long end = spec.offset() + newLength;
    Arena arena = Region.newArena(spec.confined());
    old.closeArena();
    MappedMemory held = old.memory();
    old.disown();
    long address = held.address();
    long mapped = held.mapped();
    long length = old.length();
    Throwable failure = null;
    try {
      file.check(SystemCall.MUNMAP, mapped + " bytes", os.unmap(address, mapped), null);
      mapped = 0;
      file.truncate(end);
      long before = length;
      length = Math.min(length, newLength);
      if (spec.preallocate() && newLength > before) {
        file.reserve(spec.offset() + before, newLength - before);
      }
      address = mapper.newMemory(newLength);
      length = newLength;
      mapped = newLength;
    } catch (Throwable e) {
      if (mapped == 0) {
        if (end > size) {
          file.restore(size, end, e);
        }
        address = mappedAgain(length, e);
        length = address == 0 ? 0 : length;
        mapped = length;
      }
      failure = e;
    }
    return new Resized(mapper.region(arena, address, mapped, length), failure);
  }

  /** Maps what is still in the file and returns its address, or 0 if that fails. */
  private long mappedAgain(long length, Throwable cause) {
    try {
      return mapper.newMemory(length);
    } catch (IOException e) {
      cause.addSuppressed(e);
      return 0;
    }
  }
}
