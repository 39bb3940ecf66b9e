package io.github.mmap4j.cli.grep;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file to search.
 *
 * @param name the name to print
 * @param path the path, or null for standard input
 * @param attributes the attributes if the file was found in a folder, or null
 */
record GrepTarget(String name, Path path, BasicFileAttributes attributes) {
  /** Returns whether the file was found in a folder. */
  boolean inFolder() {
    return attributes != null;
  }
}
