/** The copy behind {@code copy}: its destination and its holes. */
package io.github.mmap4j.cli.copy;
