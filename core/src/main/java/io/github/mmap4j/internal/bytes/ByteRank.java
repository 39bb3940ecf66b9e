package io.github.mmap4j.internal.bytes;

import java.util.HexFormat;

/**
 * Ranks bytes by how common they are: 0 is the rank of the rarest byte, 255 that of the most common
 * byte. The ranks come from byte counts in 60 MB of files: one third C and Python source code, one
 * third documentation, and one third machine code, which has half the weight. In other kinds of
 * text, a search may be slower but is still correct.
 */
public final class ByteRank {
  private static final byte[] RANKS =
      HexFormat.of()
          .parseHex(
              "fec5ab97a49c8a8cb5bbf56b8177a7c4a5758d4774694137941e314062321c9e"
                  + "ff7adac2c8927fc6e7e6d489e9d8e8e0e4dbcdbcb9bfb6b0bac0d1b7ccd7d657"
                  + "9ae1b8d5d3e2beaeebd985a0debdcfcac76ad0e5ddb1a399a99578b2a2b365f3"
                  + "acf9dff2f1fdefe3edfaa1c9f4ecf8f6f093f7fbfceecbc3cedc969d8e9b6033"
                  + "8b6445ada6aa4f4368d20cc156af443f841516234825210d4c140a102f2a0342"
                  + "8800020f1706050b3a07191b261104135801091a2e0e71396f50723c523d705b"
                  + "a887908f7e6379915e6e34284d293818804e674a08222b1d5c2c2059121f496d"
                  + "7c3b4b2736244654b49f3e82735a5d7d863555532d307b668351615f6c7698ea");

  private ByteRank() {}

  public static int of(byte value) {
    return RANKS[value & 0xff] & 0xff;
  }
}
