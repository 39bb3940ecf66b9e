/**
 * The subcommands of {@code mmap}. Each class parses its arguments and leaves the work to other
 * packages.
 */
package io.github.mmap4j.cli.command;
