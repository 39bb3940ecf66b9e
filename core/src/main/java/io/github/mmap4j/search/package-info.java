/** Searching bytes in a memory segment; knows nothing of mappings. */
package io.github.mmap4j.search;
