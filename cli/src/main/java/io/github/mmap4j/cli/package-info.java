/** The {@code mmap} command: its entry point, and the training run for its AOT cache. */
package io.github.mmap4j.cli;
