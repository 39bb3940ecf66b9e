/** Implements {@code diff} and shows its results as text or JSON. */
package io.github.mmap4j.cli.diff;
