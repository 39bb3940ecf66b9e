/** The copy behind {@code copy}: where it goes, and its holes. */
package io.github.mmap4j.cli.copy;
