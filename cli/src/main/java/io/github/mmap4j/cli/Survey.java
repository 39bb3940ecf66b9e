package io.github.mmap4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks at one file after another and adds up what is in memory. */
final class Survey {
  private final List<Report> reports;
  private Total total = Total.NONE;

  /**
   * What was found of all.
   *
   * @param files how many
   * @param share of all their pages
   */
  record Total(long files, Share share) {
    static final Total NONE = new Total(0, Share.NOTHING);

    Total plus(Share of) {
      return new Total(files + 1, share.plus(of));
    }
  }

  Survey(Report... reports) {
    this.reports = List.of(reports);
  }

  /** An exit status. */
  int add(Path path) throws IOException, Refusal {
    Measured file = Measured.of(path);
    total = total.plus(file.share());
    for (Report report : reports) {
      report.file(file);
    }
    return 0;
  }

  void end() throws OutputException {
    for (Report report : reports) {
      report.end(total);
    }
  }
}
