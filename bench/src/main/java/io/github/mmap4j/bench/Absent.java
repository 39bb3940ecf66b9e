package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Needles that never occur in {@link Corpus} because of its construction, so that a search reads
 * all of it. Except in {@link #ONE_BYTE}, each single byte of a needle does occur there.
 */
public enum Absent {
  ONE_BYTE("1 byte", "~"),
  TWO_BYTES("2 bytes", "Q7"),
  FIVE_BYTES("5 bytes", "ID-77"),
  EIGHTEEN_BYTES("18 bytes", "INFO orders 12-B8."),
  HUNDRED_BYTES(
      "100 bytes",
      "for many words about nothing at all there is a good outness to be found in these long and"
          + " lazy lines"),
  TWO_COMMON("2 common bytes", "tn"),
  EIGHT_COMMON("8 common bytes", "heatnois");

  private final String label;
  private final String text;

  Absent(String label, String text) {
    this.label = label;
    this.text = text;
  }

  /** {@return a description of the bytes for tables} */
  public String label() {
    return label;
  }

  /** {@return the bytes as a string, one byte per character} */
  public String text() {
    return text;
  }

  /** {@return the bytes} */
  public byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }
}
