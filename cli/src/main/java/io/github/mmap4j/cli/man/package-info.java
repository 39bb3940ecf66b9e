/** The manual page, made from what the help knows. */
package io.github.mmap4j.cli.man;
