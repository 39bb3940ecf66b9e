package io.github.mmap4j.cli.residency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps what a picture shows: each file, or the largest where there are more than fit. */
public final class PictureReport implements Report {
  private static final int MOST = 100;

  private record Kept(long number, FileResidency file) {
    long bytes() {
      return file.share().bytes();
    }
  }

  private List<Kept> files = new ArrayList<>();
  private Survey.Total total = Survey.Total.NONE;
  private long count;

  @Override
  public void file(FileResidency file) {
    files.add(new Kept(count++, file));
    if (files.size() == 4 * MOST) { // not at each one: it sorts
      dropSmallest();
    }
  }

  @Override
  public void end(Survey.Total total) {
    this.total = total;
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  public HeatMap map() {
    dropSmallest();
    return HeatMap.of(files.stream().map(Kept::file).toList(), total);
  }

  private void dropSmallest() {
    files =
        new ArrayList<>(
            files.stream()
                .sorted(Comparator.comparingLong(Kept::bytes).reversed())
                .limit(MOST)
                .sorted(Comparator.comparingLong(Kept::number))
                .toList());
  }
}
