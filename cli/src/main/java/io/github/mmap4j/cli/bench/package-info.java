/** The measurement behind {@code bench}, and its results as text, JSON or a picture. */
package io.github.mmap4j.cli.bench;
