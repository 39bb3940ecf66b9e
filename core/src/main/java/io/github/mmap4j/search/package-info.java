/**
 * Searching bytes in any {@link java.lang.foreign.MemorySegment}, at the speed of memory. It knows
 * nothing of mappings, but where the memory is a mapping's, a fault is the mapping's typed
 * exception.
 *
 * <p>Faster where the module {@code jdk.incubator.vector} is there: {@code --add-modules
 * jdk.incubator.vector}.
 */
package io.github.mmap4j.search;
