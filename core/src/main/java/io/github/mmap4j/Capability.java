package io.github.mmap4j;

/**
 * Operations that a mapping may support beyond reading, writing and searching its bytes. Support
 * depends on what is mapped and on whether native access is allowed. An unsupported operation
 * throws an exception that gives the reason.
 *
 * {@snippet :
 * if (m.capabilities().contains(Capability.LOCK)) {
 *   m.lock();
 * }
 * }
 *
 * @see Mmap#capabilities()
 */
public enum Capability {
  /** {@link Mmap#size()} returns the file's length, and {@link Mmap#refresh()} adopts it. */
  SIZE,
  /** {@link Mmap#resize(long)} works. */
  RESIZE,
  /** {@link Mmap#flush(long, long, Sync...)} accepts flags. */
  SYNC_FLAGS,
  /** {@link Mmap#madvise(Advice)} reaches the system. */
  ADVISE,
  /** {@link Mmap#lock()} and {@link Mmap#unlock()} reach the system. */
  LOCK,
  /** {@link Mmap#residency()} works. */
  RESIDENCY,
  /** {@link Mmap#setName(String)} works on memory of this kind, if the kernel supports it. */
  NAME,

  /**
   * The memory shows what others write to the file, and writes reach the file. This is missing for
   * private mappings, and for mappings with {@link Access#READ} of files that their file system
   * maps only privately, as FUSE with {@code direct_io} does, and 9p without a cache through a
   * descriptor that may write. Such a mapping may not show later changes; a {@link Mmap#refresh}
   * that finds another length shows them. On a network file system, the memory may also miss what
   * other machines write.
   */
  SHARED,

  /**
   * This library's own SIGBUS handler catches the memory's faults, so any code on any thread may
   * read and write the memory. Where the file was truncated, the code reads zeros, and {@link
   * Mmap#guarded guarded} throws. Without this capability, a loop over {@link Mmap#asSegment()} can
   * crash the process. The library's own calls are safe even without a guard, but slower, because
   * they copy.
   *
   * <p>The guard is available on Linux (x86-64, arm64 and riscv64) if native access and executable
   * memory are allowed. The guard counts as missing if other code has installed a SIGBUS handler in
   * front of this library's, because that handler may not pass faults on.
   */
  FAULT_GUARD
}
