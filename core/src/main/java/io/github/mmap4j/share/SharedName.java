package io.github.mmap4j.share;

/**
 * A name of shared memory that this library has created for this user.
 *
 * @param name the name
 * @param length the length in bytes; 0 if the owner was killed before the memory got its name
 * @param owner the ID of the process that created it
 * @param state whether the name will be unlinked
 * @see SharedMemory#list
 */
public record SharedName(String name, long length, long owner, State state) {
  /** Tells whether a name will be unlinked. */
  public enum State {
    /** Its owner is alive, and unlinks it on exit. */
    OWNED,

    /** Its owner has {@linkplain SharedMemory#keep kept} it, so it stays. */
    KEPT,

    /** Its owner was killed, so it stays until {@link SharedMemory#removeStale}. */
    STALE
  }
}
