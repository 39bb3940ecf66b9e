package io.github.mmap4j;

/**
 * One mapping that is open now, for diagnosis.
 *
 * @param source what is mapped: the path, {@code fileno 7}, {@code channel} or {@code anonymous}
 * @param offset where in the file the mapping begins, in bytes
 * @param length bytes mapped
 * @param access what may be done with them
 * @see Mmap#openMappings()
 */
public record OpenMapping(String source, long offset, long length, Access access) {}
