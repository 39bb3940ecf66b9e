/** How much of a file is in memory: found out, and shown as text, JSON or a picture. */
package io.github.mmap4j.cli.residency;
