/** Standard output, the terminal that may show it, progress and questions. */
package io.github.mmap4j.cli.terminal;
