package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;

/** The bytes that are counted, and the files in which they are counted. */
public enum Counted {
  /** Newlines, counted in the corpus. */
  NEWLINE("newlines", "\n"),

  /**
   * One byte, counted in a smaller file where it occurs every {@value Corpus#EVERY} bytes. The same
   * applies to the constants below.
   */
  ONE_OFTEN("1 byte every 64", Corpus.MARK.substring(0, 1)),
  TWO_OFTEN("2 bytes every 64", Corpus.MARK.substring(0, 2)),
  FOUR_OFTEN("4 bytes every 64", Corpus.MARK.substring(0, 4)),
  EIGHT_OFTEN("8 bytes every 64", Corpus.MARK);

  private final String label;
  private final String text;

  Counted(String label, String text) {
    this.label = label;
    this.text = text;
  }

  /** {@return a description of what is counted, for tables} */
  public String label() {
    return label;
  }

  /** {@return the bytes to count} */
  public byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }

  /**
   * {@return the size in bytes of the file that is searched if the corpus has {@code mebibytes}
   * MiB}
   */
  public long size(int mebibytes) {
    return this == NEWLINE ? (long) mebibytes << 20 : (long) mebibytes << 17;
  }

  Path file(int mebibytes) {
    long size = size(mebibytes);
    return this == NEWLINE ? Corpus.ofSize(size).path() : Corpus.marks(size);
  }

  long expected(int mebibytes) {
    long size = size(mebibytes);
    return this == NEWLINE ? Corpus.ofSize(size).lines() : size / Corpus.EVERY;
  }
}
