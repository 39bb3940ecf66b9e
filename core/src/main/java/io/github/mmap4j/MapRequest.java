package io.github.mmap4j;

import java.nio.file.Path;

/**
 * A request for a mapping, as an {@link AuditHook} receives it before the mapping is created. A
 * request holds the arguments of Python's audit event {@code mmap.__new__}, plus the path.
 *
 * {@snippet :
 * Mmap.addAuditHook(request -> {
 *   if (request.access() != Access.READ) {
 *     System.err.println("mapped for writing: " + request); // prints all components
 *   }
 * });
 * }
 *
 * @param fileno the caller's descriptor, or -1 if none was given
 * @param path the file, or null if a descriptor, a channel or anonymous memory is mapped
 * @param length the requested length in bytes; 0 means up to the end of the file
 * @param access the access; {@link Access#DEFAULT} only if the protection allows both reading and
 *     writing
 * @param offset where in the file the mapping begins, in bytes
 */
public record MapRequest(int fileno, Path path, long length, Access access, long offset) {}
