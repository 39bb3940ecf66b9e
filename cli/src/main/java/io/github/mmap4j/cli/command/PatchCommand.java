package io.github.mmap4j.cli.command;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "patch",
    description =
        "Overwrites the bytes at OFFSET and flushes them to disk. The file keeps"
            + " its length: if the bytes do not fit, the command fails and writes nothing.")
final class PatchCommand implements Callable<Integer> {
  private final Failures failures;

  @Parameters(index = "0", paramLabel = "FILE", description = "A regular file.")
  private String file;

  @Parameters(
      index = "1",
      paramLabel = "OFFSET",
      description = "The offset of the first byte; a negative number counts from the end.")
  private String offset;

  @ArgGroup(multiplicity = "1")
  private Content content;

  private static final class Content {
    @Option(names = "--text", paramLabel = "T", description = "The bytes, as UTF-8 text.")
    private String text;

    @Option(
        names = "--hex",
        paramLabel = "H",
        description =
            "The bytes, as pairs of hexadecimal digits, with spaces between pairs and 0x before"
                + " groups if you like.")
    private String hex;

    byte[] bytes() throws Refusal {
      return text != null ? Arguments.text("--text", text) : Arguments.hex("--hex", hex);
    }
  }

  PatchCommand(Failures failures) {
    this.failures = failures;
  }

  @Override
  public Integer call() throws OutputException, Refusal {
    byte[] bytes = content.bytes();
    long at = Arguments.wholeNumber("OFFSET", offset);
    return failures.guard(file, () -> write(at, bytes));
  }

  private int write(long offset, byte[] bytes) throws IOException, Refusal {
    RegularFile target = RegularFile.of(file);
    if (target.isEmpty()) {
      throw new Refusal("is empty; it has no byte to write over");
    }
    try (Mmap m = target.map(Access.WRITE)) {
      long at = offset < 0 ? offset + m.length() : offset;
      if (at < 0 || at > m.length() - bytes.length) {
        throw new Refusal(
            "%d bytes at offset %d are not within its %d bytes"
                .formatted(bytes.length, offset, m.length()));
      }
      m.setSlice(at, at + bytes.length, bytes);
      m.flushRange(at, bytes.length);
    }
    return 0;
  }
}
