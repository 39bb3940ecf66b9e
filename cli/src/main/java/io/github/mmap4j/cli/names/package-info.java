/** Keeps the bytes of arguments and file names that are not UTF-8. */
package io.github.mmap4j.cli.names;
