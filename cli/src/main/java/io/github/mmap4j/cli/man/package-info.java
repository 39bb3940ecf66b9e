/** The manual page, built from the help texts. */
package io.github.mmap4j.cli.man;
