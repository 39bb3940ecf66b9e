/** The search behind {@code grep}: which lines are selected, and how they are printed. */
package io.github.mmap4j.cli.grep;
