/** Implements {@code copy}, which leaves holes for pages of zeros. */
package io.github.mmap4j.cli.copy;
