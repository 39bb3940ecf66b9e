package io.github.mmap4j.spark;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.search.Finder;

/**
 * All bytes of a file, which is mapped. Its methods throw a {@link
 * io.github.mmap4j.MappingFaultException} if the file has lost the bytes.
 *
 * @param text the mapping
 */
record MappedText(Mmap text) implements TextBytes {
  @Override
  public long start() {
    return 0;
  }

  @Override
  public long end() {
    return text.length();
  }

  @Override
  public int get(long offset) {
    return text.get(offset);
  }

  @Override
  public long find(Finder finder, long from, long to) {
    return text.find(finder, from, to);
  }

  @Override
  public long rfind(Finder finder, long from, long to) {
    return text.rfind(finder, from, to);
  }

  @Override
  public long count(Finder finder, long from, long to) {
    return text.count(finder, from, to);
  }
}
