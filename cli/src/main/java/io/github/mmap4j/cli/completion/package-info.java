/** Builds the scripts that complete command lines in a shell. */
package io.github.mmap4j.cli.completion;
