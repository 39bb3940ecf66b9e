/** The search behind {@code grep}: it selects lines and prints them. */
package io.github.mmap4j.cli.grep;
