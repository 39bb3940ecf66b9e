package io.github.mmap4j;

/**
 * Is told of every mapping before its file is opened, as an audit hook of Python is by the event
 * {@code mmap.__new__}.
 *
 * @see Mmap#addAuditHook
 */
@FunctionalInterface
public interface AuditHook {
  /**
   * Called on the thread that makes the mapping. What it throws reaches the maker, and no file is
   * opened and nothing is mapped.
   *
   * @param request what is to be mapped
   */
  void mapping(MapRequest request);
}
