/**
 * Memory that several processes hold at once.
 *
 * <p>{@link io.github.mmap4j.share.SharedMemory} has a name by which others find it, or none and is
 * handed to them by a token. It is read and written as an {@link io.github.mmap4j.Mmap}; {@link
 * io.github.mmap4j.share.SharedWords} changes its numbers atomically and waits for others to,
 * {@link io.github.mmap4j.share.SharedPipe} carries messages from one process to another. {@link
 * io.github.mmap4j.share.Seal} rules out for ever what nobody is to do to it.
 */
package io.github.mmap4j.share;
