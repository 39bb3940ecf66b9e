/**
 * Memory that several processes share.
 *
 * <p>Other processes open {@link io.github.mmap4j.share.SharedMemory} by its name, or attach it by
 * a token if it has no name. The memory is read and written as an {@link io.github.mmap4j.Mmap}.
 * {@link io.github.mmap4j.share.SharedWords} changes numbers in the memory atomically and waits for
 * changes; {@link io.github.mmap4j.share.SharedPipe} carries messages from one process to another.
 * A {@link io.github.mmap4j.share.Seal} permanently prohibits an operation on the memory.
 */
package io.github.mmap4j.share;
