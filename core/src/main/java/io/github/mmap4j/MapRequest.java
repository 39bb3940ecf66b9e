package io.github.mmap4j;

import java.nio.file.Path;

/**
 * A mapping that is about to be made, as an {@link AuditHook} is told of it: the arguments of
 * Python's audit event {@code mmap.__new__}, and the path.
 *
 * @param fileno the caller's descriptor, or -1 where none was given
 * @param path the file, or null where a descriptor, a channel or nothing is mapped
 * @param length bytes asked for; 0 means to the end of the file
 * @param access the access, after {@link Access#DEFAULT} has followed the protection
 * @param offset where in the file the mapping begins, in bytes
 */
public record MapRequest(int fileno, Path path, long length, Access access, long offset) {}
