package io.github.mmap4j.spark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which places in missing files a stream keeps, so that no line is read again if a file
 * comes back.
 */
final class MissingPlaces {
  /**
   * How long the place in a missing file is kept if its file system is not mounted. Spark's own
   * source of files remembers its files for as long; a file system may be away for a weekend.
   */
  static final long KEPT_MILLIS = 7L * 24 * 3600 * 1000;

  /**
   * How long the place in a file that was deleted or moved is kept, in case it is moved back. Files
   * may be deleted as often as they are created, so it is much shorter.
   */
  static final long DELETED_KEPT_MILLIS = 3600 * 1000;

  /**
   * A place is forgotten once so many others of its kind were missed at later looks. Files that are
   * missed at one look are kept together: their places took as much before. Spark keeps the offsets
   * of its last 100 reports of progress, each with a start and an end, as text, so a place of 200
   * bytes takes 40 kB of the driver's heap; 2,000 take 80 MB.
   */
  static final int MOST_KEPT = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(MissingPlaces.class);

  private final long time;
  private final List<FilePlace> kept = new ArrayList<>();

  private MissingPlaces(long time) {
    this.time = time;
  }

  /**
   * Returns the places that are kept.
   *
   * @param missing the places in all missing files
   * @param time when the files were looked at, in milliseconds since 1970
   */
  static List<FilePlace> kept(List<FilePlace> missing, Snapshot now, long time) {
    MissingPlaces places = new MissingPlaces(time);
    List<FilePlace> deleted = new ArrayList<>();
    List<FilePlace> away = new ArrayList<>();
    for (FilePlace each : missing) {
      if (now.isReplaced(each)) {
        forget(each);
      } else if (now.isDeleted(each)) {
        deleted.add(each);
      } else {
        away.add(each);
      }
    }
    places.keep(deleted, DELETED_KEPT_MILLIS);
    places.keep(away, KEPT_MILLIS);
    return places.kept;
  }

  private void keep(List<FilePlace> missing, long millis) {
    missing.sort(Comparator.comparingLong(FilePlace::missingSince).reversed());
    List<FilePlace> tooMany = new ArrayList<>();
    int later = 0; // how many were missed at a later look than the current one
    for (int i = 0; i < missing.size(); i++) {
      FilePlace each = missing.get(i);
      if (i > 0 && each.missingSince() < missing.get(i - 1).missingSince()) {
        later = i;
      }
      if (time - each.missingSince() >= millis) {
        forget(each);
      } else if (later >= MOST_KEPT) {
        forget(each);
        tooMany.add(each);
      } else {
        kept.add(each);
      }
    }
    if (!tooMany.isEmpty()) {
      LOG.warn(
          "forgets {} missing files, such as {}, because {} or more were missed later; any that"
              + " comes back is read from its start again",
          tooMany.size(),
          tooMany.getFirst().path(),
          MOST_KEPT);
    }
  }

  private static void forget(FilePlace place) {
    Instant since = Instant.ofEpochMilli(place.missingSince());
    LOG.info("forgets {}, which has been missing since {}", place.path(), since);
  }
}
