/** Implements {@code info}. */
package io.github.mmap4j.cli.info;
