/**
 * Reads and writes mapped memory under the fault guard, while other threads may resize or close it.
 * This package does not depend on files.
 *
 * <p>{@link io.github.mmap4j.internal.access.LiveMemory} represents the memory, and has a lock for
 * calls during which the memory must stay in place; {@link
 * io.github.mmap4j.internal.access.SegmentAccess} accesses one segment of memory. Single values go
 * through {@link io.github.mmap4j.internal.access.TypedAccess}, ranges through {@link
 * io.github.mmap4j.internal.access.BulkCopy}. A channel, two streams and an iterator give access to
 * the memory through the JDK's own types.
 */
package io.github.mmap4j.internal.access;
