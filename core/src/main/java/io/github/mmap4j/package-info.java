/**
 * Memory-mapped files with the interface of Python's {@code mmap}.
 *
 * <p>{@link io.github.mmap4j.Mmap} is a mapping, and {@link io.github.mmap4j.MmapBuilder} sets the
 * options of a new mapping. Calls into the system throw {@link java.io.IOException}, usually an
 * {@link io.github.mmap4j.MmapException} with the call and the errno. Calls that only touch memory
 * throw no checked exception.
 *
 * <p>{@link io.github.mmap4j.Appender} appends to a mapping, {@link io.github.mmap4j.Residency}
 * reports which pages of a mapping are in memory, and {@link io.github.mmap4j.OpenMapping}
 * describes a mapping that is open now. The enums of system constants ({@link
 * io.github.mmap4j.Access}, {@link io.github.mmap4j.Advice}, {@link io.github.mmap4j.MapFlag},
 * {@link io.github.mmap4j.Protection}, {@link io.github.mmap4j.Sync}) have all constants on every
 * system, and report which ones the current system supports. For searches beyond {@code find}, see
 * {@link io.github.mmap4j.search} and {@link io.github.mmap4j.regex}; to share memory with other
 * processes, see {@link io.github.mmap4j.share}.
 */
package io.github.mmap4j;
