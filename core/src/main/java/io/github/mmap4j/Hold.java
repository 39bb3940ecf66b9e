package io.github.mmap4j;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * A hold on a mapping's memory, for code that uses its raw address. While a hold is open, {@link
 * Mmap#close} and every change of the length that would move or unmap the memory throw {@link
 * IllegalStateException}, with a message that names the holders. A mapping can still {@linkplain
 * MmapBuilder#reserve grow in place}.
 *
 * <p>A segment or buffer of a mapping is checked by the JDK, so it throws after the mapping has
 * been closed. Code that takes the address of a buffer or segment is not checked: libraries that
 * use JNI, JNA or {@code Unsafe}, and native code that keeps an address after a call. Without a
 * hold, an access by such code to memory that has been unmapped or moved ends the process, or reads
 * zeros and loses what it writes. Once the addresses belong to another mapping, the access reads or
 * overwrites that mapping's bytes. Writing through the address of a read-only mapping ends the
 * process too.
 *
 * <p>On Linux, this library keeps former addresses reserved until at least 1,024 later mappings, or
 * 64 GiB, have been unmapped or moved. The next mapping may get the addresses at once if the JDK
 * created the former mapping, if that had more than 64 GiB of addresses (including {@linkplain
 * MmapBuilder#reserve reserved} ones), if the process's address space is limited ({@code ulimit
 * -v}) or exhausted, and on other systems.
 *
 * {@snippet :
 * try (Hold hold = m.hold("native compressor")) {
 *   long address = hold.segment().address(); // stays valid until the hold is closed
 * }
 * }
 *
 * <p>A hold does not keep the file from being truncated: then code of any kind reads zeros ({@link
 * Mmap#asSegment}).
 *
 * @see Mmap#hold(String)
 */
public final class Hold implements AutoCloseable {
  private final MappedMemory memory;
  private final MappedMemory.Holder holder;
  private final MemorySegment segment;

  Hold(MappedMemory memory, MappedMemory.Holder holder, MemorySegment segment) {
    this.memory = memory;
    this.holder = holder;
    this.segment = segment;
  }

  /**
   * Returns the memory as it was when the hold began, for its {@linkplain MemorySegment#address
   * address}.
   *
   * @return a segment, read-only if the mapping is
   */
  public MemorySegment segment() {
    return segment;
  }

  /**
   * Ends the hold; only code that keeps no address any more may do so. Any thread may call this
   * method. Calling it again has no effect.
   */
  @Override
  public void close() {
    memory.release(holder);
    Reference.reachabilityFence(segment); // keeps forgotten memory mapped up to here
  }
}
