/**
 * Memory-mapped files as Python's {@code mmap} has them.
 *
 * <p>{@link io.github.mmap4j.Mmap} is the object; {@link io.github.mmap4j.MmapBuilder} says all
 * that can be said of a new one. Calls that concern the system throw {@link java.io.IOException},
 * mostly an {@link io.github.mmap4j.MmapException} with the call and the errno; calls that only
 * touch memory throw nothing checked.
 *
 * <p>{@link io.github.mmap4j.Appender} writes behind the end of a mapping, {@link
 * io.github.mmap4j.Residency} tells what of one is in memory, and {@link
 * io.github.mmap4j.OpenMapping} is one that is open now. What is named after the system's constants
 * ({@link io.github.mmap4j.Access}, {@link io.github.mmap4j.Advice}, {@link
 * io.github.mmap4j.MapFlag}, {@link io.github.mmap4j.Protection}, {@link io.github.mmap4j.Sync})
 * has all of them on every system, and says which this one knows. To search a mapping by other than
 * its own {@code find} see {@link io.github.mmap4j.search} and {@link io.github.mmap4j.regex}; to
 * share one with other processes, {@link io.github.mmap4j.share}.
 */
package io.github.mmap4j;
