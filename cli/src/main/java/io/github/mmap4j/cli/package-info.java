/** The command {@code mmap}: one class for each of its subcommands, and {@code Main}. */
package io.github.mmap4j.cli;
