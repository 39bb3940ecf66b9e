/** Loads, evicts and locks a file's pages, and sends advice about them. */
package io.github.mmap4j.cli.memory;
