package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.search.Finder;
import java.io.Serializable;
import java.util.Arrays;

/** The bytes of a literal in a filter. */
final class LineLiteral implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] bytes;
  private transient Finder finder;

  LineLiteral(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }

  /** Returns a prepared search for these bytes. */
  Finder finder() {
    if (finder == null) {
      finder = Finder.of(bytes);
    }
    return finder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LineLiteral literal && Arrays.equals(bytes, literal.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, UTF_8);
  }
}
