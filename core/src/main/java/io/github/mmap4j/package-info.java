/**
 * Memory-mapped files as Python's {@code mmap} has them.
 *
 * <p>{@link io.github.mmap4j.Mmap} is the object; {@link io.github.mmap4j.MmapBuilder} says all
 * that can be said of a new one. Calls that concern the system throw {@link java.io.IOException},
 * mostly an {@link io.github.mmap4j.MmapException} with the call and the errno; calls that only
 * touch memory throw nothing checked.
 */
package io.github.mmap4j;
