package io.github.mmap4j.cli.format;

import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.names.RawText;

/** The members of a JSON object that tell the path of a file. */
public final class JsonPath {
  private JsonPath() {}

  /**
   * Returns the member "path". If {@code name} is not UTF-8, the member "uri" follows, which
   * contains all bytes of the name.
   */
  public static String of(String name) {
    String path = "\"path\":" + JsonWriter.quoted(RawText.replaced(name));
    return RawText.isUtf8(name)
        ? path
        : path + ",\"uri\":" + JsonWriter.quoted(RawPath.of(name).toUri().toString());
  }
}
