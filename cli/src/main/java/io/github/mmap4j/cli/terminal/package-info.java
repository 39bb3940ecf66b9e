/** Standard output and the terminal behind it, progress and questions. */
package io.github.mmap4j.cli.terminal;
