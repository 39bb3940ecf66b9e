/** The subcommands of {@code mmap}: each class parses its arguments and hands the work on. */
package io.github.mmap4j.cli.command;
