/**
 * Reads and writes mapped memory under the fault guard, while a resize may replace it or a close
 * may end it. It knows neither files nor positions.
 *
 * <p>{@link io.github.mmap4j.internal.access.LiveMemory} is the memory, with the lock that keeps it
 * in place for calls that need this; {@link io.github.mmap4j.internal.access.SegmentAccess} works
 * on one segment of it. Single values go through {@link
 * io.github.mmap4j.internal.access.TypedAccess}, ranges through {@link
 * io.github.mmap4j.internal.access.BulkCopy}; Java's own views are a channel, streams and an
 * iterator.
 */
package io.github.mmap4j.internal.access;
