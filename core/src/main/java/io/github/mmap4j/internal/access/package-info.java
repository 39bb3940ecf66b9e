/**
 * Reads and writes mapped memory under the fault guard, while other threads may resize or close it.
 * The package does not depend on files.
 *
 * <p>{@link io.github.mmap4j.internal.access.LiveMemory} is the memory, with a lock for calls that
 * need it to stay in place; {@link io.github.mmap4j.internal.access.SegmentAccess} works on one
 * segment of it. Single values go through {@link io.github.mmap4j.internal.access.TypedAccess},
 * ranges through {@link io.github.mmap4j.internal.access.BulkCopy}. A channel, streams and an
 * iterator implement the JDK's own types.
 */
package io.github.mmap4j.internal.access;
