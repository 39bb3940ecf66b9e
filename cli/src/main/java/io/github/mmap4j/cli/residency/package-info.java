/** How much of a file is in memory: asks the system, and shows it as text, JSON or a picture. */
package io.github.mmap4j.cli.residency;
