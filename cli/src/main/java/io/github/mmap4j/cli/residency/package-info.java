/** Queries how much of a file is in memory, and shows it as text, JSON or a picture. */
package io.github.mmap4j.cli.residency;
