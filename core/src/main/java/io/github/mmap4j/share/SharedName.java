package io.github.mmap4j.share;

/**
 * The name of shared memory that this user created with this library.
 *
 * {@snippet :
 * for (SharedName name : SharedMemory.list()) {
 *   if (name.state() == SharedName.State.STALE) {
 *     System.out.println(name.name() + " was left by process " + name.owner());
 *   }
 * }
 * }
 *
 * @param name the name
 * @param length the length in bytes; 0 if the memory was unlinked, or if the owner was killed
 *     before the memory received its name
 * @param owner the ID of the process that created the memory
 * @param state the name's state, which determines whether the name will be unlinked
 * @see SharedMemory#list
 */
public record SharedName(String name, long length, long owner, State state) {
  /** The state of a name, which determines whether the name will be unlinked. */
  public enum State {
    /** The owner is alive, and unlinks the name when it closes the memory or exits. */
    OWNED,

    /** The owner has {@linkplain SharedMemory#keep kept} the name, so it stays. */
    KEPT,

    /**
     * The owner was killed, so the name stays until {@link SharedMemory#removeStale} or {@link
     * SharedMemory#unlink} removes it.
     */
    STALE
  }
}
