package io.github.mmap4j.cli.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;

/** A printer of numbers, one per line, as text or as JSON. */
public final class NumberLines {
  private static final byte[] NEW_LINE = {'\n'};

  private final Output out;
  private final byte[] before;
  private final byte[] after;

  private NumberLines(Output out, byte[] before, byte[] after) {
    this.out = out;
    this.before = before;
    this.after = after;
  }

  /**
   * Returns a printer of text lines that start with {@code prefix}, which comes from {@link
   * EachFile}.
   */
  public static NumberLines text(Output out, byte[] prefix) {
    return new NumberLines(out, prefix, NEW_LINE);
  }

  /**
   * Returns a printer of JSON objects that start with {@code prefix} and hold the number under
   * {@code name}.
   */
  public static NumberLines json(Output out, byte[] prefix, String name) {
    String before = new String(prefix, UTF_8) + "," + JsonWriter.quoted(name) + ":";
    return new NumberLines(out, before.getBytes(UTF_8), "}\n".getBytes(UTF_8));
  }

  /** Prints {@code number}, which must not be negative. */
  public void add(long number) throws OutputException {
    out.write(before);
    out.number(number);
    out.write(after);
  }
}
