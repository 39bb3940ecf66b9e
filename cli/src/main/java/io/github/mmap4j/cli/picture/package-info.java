/** Pictures as PNG and SVG: what they are drawn on, and the files they are written to. */
package io.github.mmap4j.cli.picture;
