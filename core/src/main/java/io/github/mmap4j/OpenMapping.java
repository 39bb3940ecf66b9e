package io.github.mmap4j;

import java.util.List;
import java.util.Optional;

/**
 * One mapping that is open now, for diagnosis.
 *
 * @param source what is mapped: the path, {@code fileno 7}, {@code channel} or {@code anonymous}
 * @param offset where in the file the mapping begins, in bytes
 * @param length bytes mapped
 * @param access what may be done with them
 * @param origin the stack of the call that made the mapping, the caller of this library first, at
 *     most 64 frames; empty unless {@link Mmap#recordOrigins} was on by then. The list can't be
 *     changed.
 * @see Mmap#openMappings()
 */
public record OpenMapping(
    String source,
    long offset,
    long length,
    Access access,
    Optional<List<StackTraceElement>> origin) {}
