/**
 * Memory that several processes share.
 *
 * <p>Other processes find {@link io.github.mmap4j.share.SharedMemory} by its name, or attach it by
 * a token if it has none. It is read and written as an {@link io.github.mmap4j.Mmap}. {@link
 * io.github.mmap4j.share.SharedWords} changes its numbers atomically and waits for changes; {@link
 * io.github.mmap4j.share.SharedPipe} carries messages from one process to another. {@link
 * io.github.mmap4j.share.Seal} rules out operations on it for ever.
 */
package io.github.mmap4j.share;
