/** What the system is asked to do with a file's pages: load, evict, keep, take advice. */
package io.github.mmap4j.cli.memory;
