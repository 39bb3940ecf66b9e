/** Standard output, the terminal that shows it, the progress display, and questions to the user. */
package io.github.mmap4j.cli.terminal;
