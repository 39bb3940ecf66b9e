package io.github.mmap4j.share;

/**
 * A name of shared memory that this library has made for this user.
 *
 * @param name the name
 * @param length bytes; 0 where the owner was killed before the memory had its name
 * @param owner the number of the process that made it
 * @param state who will take the name away
 * @see SharedMemory#list
 */
public record SharedName(String name, long length, long owner, State state) {
  /** Who will take a name away. */
  public enum State {
    /** Its owner lives, and takes it away at its end. */
    OWNED,

    /** Nobody: its owner has {@linkplain SharedMemory#keep left} it. */
    KEPT,

    /** Nobody: its owner was killed. {@link SharedMemory#removeStale} takes it away. */
    STALE
  }
}
