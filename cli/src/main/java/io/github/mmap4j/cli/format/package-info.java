/** How names, numbers, bytes and JSON are written. */
package io.github.mmap4j.cli.format;
