/** Implements {@code bench} and shows its results as text, JSON or a picture. */
package io.github.mmap4j.cli.bench;
