/** Implements {@code hexdump}. */
package io.github.mmap4j.cli.dump;
