/**
 * Searches the bytes of any {@link java.lang.foreign.MemorySegment} at close to memory bandwidth.
 * The segment need not belong to a mapping. If the memory belongs to a mapping whose file is
 * truncated, a search throws {@link io.github.mmap4j.MappingFaultException}.
 *
 * <p>{@link io.github.mmap4j.search.Finder} finds byte sequences, and {@link
 * io.github.mmap4j.search.Lines} iterates over lines. Both classes can use several threads. For
 * regular expressions, see {@link io.github.mmap4j.regex}.
 *
 * <p>Long searches are faster with {@code --add-modules jdk.incubator.vector}.
 */
package io.github.mmap4j.search;
