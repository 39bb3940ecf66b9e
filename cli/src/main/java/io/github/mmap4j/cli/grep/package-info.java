/** Implements {@code grep}, which selects lines and prints them. */
package io.github.mmap4j.cli.grep;
