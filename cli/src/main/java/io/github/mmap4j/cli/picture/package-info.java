/** Draws pictures as PNG and SVG, and writes them to files. */
package io.github.mmap4j.cli.picture;
