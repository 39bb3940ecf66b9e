package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Bytes that {@link Corpus} has nowhere, by the way it is made: so a search reads all of it. But
 * for the one byte, each of them occurs in it by itself.
 */
public enum Absent {
  ONE_BYTE("~"),
  TWO_BYTES("Q7"),
  FIVE_BYTES("ID-77"),
  EIGHTEEN_BYTES("INFO orders 12-B8."),
  HUNDRED_BYTES(
      "for many words about nothing at all there is a good outness to be found in these long and"
          + " lazy lines"),
  TWO_COMMON("tn"),
  EIGHT_COMMON("heatnois");

  private final String text;

  Absent(String text) {
    this.text = text;
  }

  /** {@return the bytes, one a character} */
  public String text() {
    return text;
  }

  /** {@return the bytes} */
  public byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }
}
