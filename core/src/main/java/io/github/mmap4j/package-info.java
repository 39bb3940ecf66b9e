/**
 * Memory-mapped files with the interface of Python's {@code mmap}.
 *
 * <p>{@link io.github.mmap4j.Mmap} is one mapping; {@link io.github.mmap4j.MmapBuilder} sets every
 * option of a new one. Calls into the system throw {@link java.io.IOException}, usually an {@link
 * io.github.mmap4j.MmapException} with the call and the errno. Calls that only touch memory throw
 * no checked exception.
 *
 * <p>{@link io.github.mmap4j.Appender} appends to a mapping, {@link io.github.mmap4j.Residency}
 * reports which of its pages are in memory, and {@link io.github.mmap4j.OpenMapping} describes a
 * mapping that is open now. The enums named after the system's constants ({@link
 * io.github.mmap4j.Access}, {@link io.github.mmap4j.Advice}, {@link io.github.mmap4j.MapFlag},
 * {@link io.github.mmap4j.Protection}, {@link io.github.mmap4j.Sync}) have all of these constants
 * on every system, and report which ones this system supports. For searches beyond {@code find},
 * see {@link io.github.mmap4j.search} and {@link io.github.mmap4j.regex}; to share memory with
 * other processes, see {@link io.github.mmap4j.share}.
 */
package io.github.mmap4j;
