package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;

/** What is counted, and where. */
public enum Counted {
  /** In the corpus. */
  NEWLINE("newlines", "\n"),

  /** In a smaller buffer, once every {@value Corpus#EVERY} bytes, as the next. */
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

  /** {@return what is counted, for tables} */
  public String label() {
    return label;
  }

  /** {@return the bytes to count} */
  public byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }

  /** {@return the size of what is searched, where the corpus is of {@code mebibytes}} */
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
