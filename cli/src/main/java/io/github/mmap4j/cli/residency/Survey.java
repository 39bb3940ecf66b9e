package io.github.mmap4j.cli.residency;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks at one file after another and adds up what is in memory. */
public final class Survey {
  private final List<Report> reports;
  private Total total = Total.NONE;

  /**
   * What was found of all.
   *
   * @param files how many
   * @param share of all their pages
   */
  public record Total(long files, PageFraction share) {
    static final Total NONE = new Total(0, PageFraction.NOTHING);

    Total plus(PageFraction of) {
      return new Total(files + 1, share.plus(of));
    }
  }

  public Survey(Report... reports) {
    this.reports = List.of(reports);
  }

  /** An exit status. */
  public int add(Path path) throws IOException, Refusal {
    FileResidency file = FileResidency.of(path);
    total = total.plus(file.share());
    for (Report report : reports) {
      report.file(file);
    }
    return 0;
  }

  public void end() throws OutputException {
    for (Report report : reports) {
      report.end(total);
    }
  }
}
