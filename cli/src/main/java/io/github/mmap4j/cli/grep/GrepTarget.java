package io.github.mmap4j.cli.grep;

import java.nio.file.Path;

/**
 * A file to search.
 *
 * @param name the name to print
 * @param path the path, or null for standard input
 * @param inFolder whether the file was found in a folder
 */
record GrepTarget(String name, Path path, boolean inFolder) {}
