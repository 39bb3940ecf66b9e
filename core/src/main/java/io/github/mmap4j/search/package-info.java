/**
 * Searching bytes in any {@link java.lang.foreign.MemorySegment}, at the speed of memory. It knows
 * nothing of mappings, but where the memory is a mapping's, a fault is the mapping's typed
 * exception, {@link io.github.mmap4j.MappingFaultException}.
 *
 * <p>{@link io.github.mmap4j.search.Finder} finds bytes, {@link
 * io.github.mmap4j.search.BytePattern} regular expressions over bytes, and {@link
 * io.github.mmap4j.search.Lines} walks over lines. All three hand long searches to several threads
 * if asked to.
 *
 * <p>Faster where the module {@code jdk.incubator.vector} is there: {@code --add-modules
 * jdk.incubator.vector}.
 */
package io.github.mmap4j.search;
