/** The implementation of {@code diff}, with its results as text or JSON. */
package io.github.mmap4j.cli.diff;
