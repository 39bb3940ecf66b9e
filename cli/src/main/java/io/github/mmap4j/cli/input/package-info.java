/** Parses arguments and opens the files that they name. */
package io.github.mmap4j.cli.input;
