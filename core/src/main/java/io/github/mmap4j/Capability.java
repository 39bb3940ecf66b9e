package io.github.mmap4j;

/**
 * What one mapping can do beyond reading, writing and searching its bytes. It depends on what is
 * mapped and on whether native access is allowed; what is not there is refused with the reason.
 *
 * @see Mmap#capabilities()
 */
public enum Capability {
  /** {@link Mmap#size()} can ask for the file's length, and {@link Mmap#refresh()} follow it. */
  SIZE,
  /** {@link Mmap#resize(long)} works. */
  RESIZE,
  /** {@link Mmap#flush(long, long, Sync...)} takes flags. */
  SYNC_FLAGS,
  /** {@link Mmap#madvise(Advice)} reaches the system. */
  ADVISE,
  /** {@link Mmap#lock()} and {@link Mmap#unlock()} reach the system. */
  LOCK,
  /** {@link Mmap#residency()} can ask the system. */
  RESIDENCY,
  /** {@link Mmap#setName(String)} is for memory of this kind, if the kernel was built for it. */
  NAME,

  /**
   * This library's own SIGBUS handler takes the memory's faults, so any code may read and write it,
   * on any thread. Where the file was truncated, the code reads zeros, and {@link Mmap#guarded
   * guarded} throws. Without this capability the library's calls are as safe but slower, because
   * they copy, and a loop over {@link Mmap#asSegment()} can end the process.
   *
   * <p>It is available on Linux, on x86-64 and arm64, where native access and executable memory are
   * allowed. It is missing where other code has installed a SIGBUS handler in front of this
   * library's, because that handler may not pass faults on.
   */
  FAULT_GUARD
}
