package io.github.mmap4j.spark;

import java.util.Map;

/**
 * A file to read.
 *
 * @param path the file's path
 * @param length the length in bytes when the files were listed
 * @param bytesOnHost for hosts that have parts of the file on a disk of their own, how many bytes
 */
record FoundFile(String path, long length, Map<String, Long> bytesOnHost) {}
