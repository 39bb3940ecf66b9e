package io.github.mmap4j;

/**
 * A hook that receives each request for a mapping before its file is opened, as a Python audit hook
 * receives the event {@code mmap.__new__}.
 *
 * {@snippet :
 * Path allowed = Path.of("/var/lib/app");
 * Mmap.addAuditHook(request -> {
 *   Path path = request.path(); // null for anonymous memory, among others
 *   if (path != null && !path.toAbsolutePath().normalize().startsWith(allowed)) {
 *     throw new SecurityException(path + " is not in " + allowed);
 *   }
 * });
 * }
 *
 * @see Mmap#addAuditHook
 */
@FunctionalInterface
public interface AuditHook {
  /**
   * Receives one request, on the thread that creates the mapping. If the hook throws, the exception
   * propagates to the caller, and no file is opened or mapped.
   *
   * @param request the requested mapping
   */
  void mapping(MapRequest request);
}
