/** Formats names, numbers, bytes and JSON. */
package io.github.mmap4j.cli.format;
