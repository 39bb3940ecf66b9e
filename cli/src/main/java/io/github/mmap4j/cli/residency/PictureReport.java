package io.github.mmap4j.cli.residency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A report that keeps the files for a picture: all of them, or the largest if there are too many.
 */
public final class PictureReport implements Report {
  private static final int MOST = 100;

  private record Kept(long number, FileResidency file) {
    long bytes() {
      return file.fraction().bytes();
    }
  }

  private List<Kept> files = new ArrayList<>();
  private Survey.Total total = Survey.Total.NONE;
  private long count;

  @Override
  public void file(FileResidency file) {
    files.add(new Kept(count++, file));
    if (files.size() == 4 * MOST) { // not after each file, as dropping sorts
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

  /** Returns the heat map of the files kept. */
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
