package io.github.mmap4j.cli.residency;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A survey of one file after another, which adds up what is in memory. */
public final class Survey {
  private final List<Report> reports;
  private Total total = Total.NONE;

  /**
   * The totals of all files.
   *
   * @param files the number of files
   * @param fraction how many of their pages are in memory
   */
  public record Total(long files, PageFraction fraction) {
    static final Total NONE = new Total(0, PageFraction.NOTHING);

    Total plus(PageFraction of) {
      return new Total(files + 1, fraction.plus(of));
    }
  }

  public Survey(Report... reports) {
    this.reports = List.of(reports);
  }

  /** Examines one more file and returns an exit status. */
  public int add(Path path) throws IOException, Refusal {
    FileResidency file = FileResidency.of(path);
    total = total.plus(file.fraction());
    for (Report report : reports) {
      report.file(file);
    }
    return 0;
  }

  /** Ends all reports. */
  public void end() throws OutputException {
    for (Report report : reports) {
      report.end(total);
    }
  }
}
