/** The subcommands of {@code mmap}: a class for each parses its arguments and has the work done. */
package io.github.mmap4j.cli.command;
