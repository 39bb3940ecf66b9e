package io.github.mmap4j.cli.picture;

import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The pictures to write, each to its own file and in its own format. */
public final class Pictures {
  private final Failures failures;
  private final List<Drawing> drawings = new ArrayList<>();

  /** An encoder of pictures. */
  public interface Format {
    byte[] of(Picture picture) throws IOException;
  }

  private record Drawing(String name, PictureFile file, Format format) {
    int write(Picture picture) throws IOException {
      file.write(format.of(picture));
      return 0;
    }
  }

  public Pictures(Failures failures) {
    this.failures = failures;
  }

  /**
   * Checks before the work begins that a picture can be written to {@code name}. If {@code name} is
   * null, there is no picture. {@code measured} lists files that a picture must not replace.
   * Returns an exit status.
   */
  public int prepare(String name, Format format, List<String> measured) throws OutputException {
    if (name == null) {
      return 0;
    }
    return failures.guard(
        name,
        () -> {
          drawings.add(new Drawing(name, PictureFile.of(name, measured), format));
          return 0;
        });
  }

  public boolean isEmpty() {
    return drawings.isEmpty();
  }

  /** Writes all pictures and returns an exit status. */
  public int write(Picture picture) throws OutputException {
    int status = 0;
    for (Drawing drawing : drawings) {
      status = Math.max(status, failures.guard(drawing.name, () -> drawing.write(picture)));
    }
    return status;
  }
}
