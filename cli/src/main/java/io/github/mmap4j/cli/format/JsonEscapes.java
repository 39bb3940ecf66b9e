package io.github.mmap4j.cli.format;

import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Escapes what JSON does not require to be escaped, but what a terminal or UTF-8 cannot take: all
 * control characters, and surrogates, since a lone one has no UTF-8.
 */
final class JsonEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1;

  private static final int DELETE = 0x7F;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DELETE] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public SerializableString getEscapeSequence(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.SURROGATE
        ? new SerializedString("\\u%04X".formatted(c))
        : null;
  }
}
