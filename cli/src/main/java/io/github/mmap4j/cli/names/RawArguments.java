package io.github.mmap4j.cli.names;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The arguments of the process, as the system has passed them. */
public final class RawArguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private RawArguments() {}

  /**
   * Returns {@code args}, the arguments of {@code main}, with the bytes that the JVM has lost when
   * it decoded them. Where the system does not tell these bytes, {@code args} are returned. If all
   * are ASCII, the system is not asked, which would take time.
   */
  public static String[] of(String... args) {
    if (Arrays.stream(args).allMatch(RawText::isAscii)) {
      return args;
    }
    try {
      return last(args, Files.readAllBytes(COMMAND_LINE));
    } catch (IOException e) {
      return args; // There is no /proc. U+FFFD stays for lost bytes, and is refused as a name.
    }
  }

  /** Returns the last words of a command line whose words each end with a zero byte. */
  static String[] last(String[] args, byte[] commandLine) {
    String[] words = new String(commandLine, ISO_8859_1).split("\0", -1);
    int first = words.length - 1 - args.length;
    if (first < 0) {
      return args; // shortened by the system
    }
    String[] raw = new String[args.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = RawText.decode(words[first + i].getBytes(ISO_8859_1));
      if (RawText.isAscii(args[i]) && !raw[i].equals(args[i])) {
        return args; // not the command line of these arguments
      }
    }
    return raw;
  }
}
