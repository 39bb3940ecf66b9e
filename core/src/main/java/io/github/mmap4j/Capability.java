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
   * Faults of the memory are met by this library's own handler, so that any code may read and write
   * it, on any thread: where the file was truncated it sees zeros, and {@link Mmap#guarded guarded}
   * throws. Without it, this library's calls are as safe, but slower, as they copy; and a loop over
   * {@link Mmap#asSegment()} can end the process. It is on Linux, on x86-64 and arm64, where native
   * access and executable memory are allowed. Where something else in the process has put a handler
   * of SIGBUS in front of this library's, it is missing too: whether that one passes faults on,
   * only its authors know.
   */
  FAULT_GUARD
}
