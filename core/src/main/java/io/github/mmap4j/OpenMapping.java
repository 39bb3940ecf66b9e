package io.github.mmap4j;

import java.util.List;
import java.util.Optional;

/**
 * A description of an open mapping, for diagnosis.
 *
 * {@snippet :
 * for (OpenMapping open : Mmap.openMappings()) {
 *   System.out.println(open.length() + " bytes of " + open.source() + " for " + open.access());
 * }
 * }
 *
 * @param source a description of what is mapped, such as the path, {@code fileno 7}, {@code
 *     channel} or {@code anonymous}
 * @param offset where in the file the mapping begins, in bytes
 * @param length the mapped length in bytes
 * @param access what may be done with the memory
 * @param origin the stack trace of the call that created the mapping: at most 64 frames, from the
 *     caller of this library on; empty unless {@link Mmap#recordOrigins} was on at the time. The
 *     list is unmodifiable.
 * @see Mmap#openMappings()
 */
public record OpenMapping(
    String source,
    long offset,
    long length,
    Access access,
    Optional<List<StackTraceElement>> origin) {}
