/** Builds the manual page from the help texts. */
package io.github.mmap4j.cli.man;
