/** The command {@code mmap}: its entry point, and the training run for its class cache. */
package io.github.mmap4j.cli;
