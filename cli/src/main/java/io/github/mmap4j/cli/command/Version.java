package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.format.SystemInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * The version of the command, with a description of the system. The build writes the version into a
 * file beside this class.
 */
public final class Version implements IVersionProvider {
  /**
   * Runs the parsed command. The version provider is set only here; an annotation would create a
   * provider for every subcommand at each start.
   */
  public static int run(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      command.getCommandSpec().versionProvider(new Version());
    }
    return new RunLast().execute(parsed);
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "mmap (mmap4j) " + number(),
      row("JDK", SystemInfo.jdk()),
      row("system", SystemInfo.system()),
      row("search kernel", SystemInfo.kernel())
    };
  }

  static String number() throws IOException {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static String row(String name, String value) {
    return "%-15s%s".formatted(name + ":", value);
  }
}
