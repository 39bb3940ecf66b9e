package io.github.mmap4j.spark;

import io.github.mmap4j.MappingFaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which lines the next batch of a stream reads. */
final class StreamPlanner {
  /** The time without a change after which the rest of a renamed file is a line. */
  static final long GRACE_MILLIS = 10_000;

  /** A file that is truncated or renamed while it is looked at is looked at again. */
  private static final int ATTEMPTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(StreamPlanner.class);

  private final Separator separator;
  private final boolean failOnDataLoss;

  StreamPlanner(Separator separator, boolean failOnDataLoss) {
    this.separator = separator;
    this.failOnDataLoss = failOnDataLoss;
  }

  /**
   * Returns the end of the next batch, or {@code start} itself if there is nothing to read or to
   * forget.
   *
   * @param start the end of the last batch
   * @param forgets whether to forget files that are no longer listed and have been read to their
   *     end
   * @throws DataLossException if known lines can't be read any more
   */
  StreamOffset next(StreamOffset start, Snapshot now, ReadLimit limit, boolean forgets)
      throws IOException {
    Plan plan = new Plan(start.nextId(), new ReadBudget(limit));
    List<Found> found = plan.match(start, now);
    found.sort(
        Comparator.comparingLong((Found each) -> each.file().modified())
            .thenComparing(each -> each.file().path()));
    for (Found each : found) {
      FilePlace place = plan.advance(each);
      if (!forgets || each.file().isListed() || !isDone(each, place)) {
        plan.places.add(place);
      } else {
        plan.changed = true;
        LOG.info("forgets {}, which was renamed and has been read to its end", place.path());
      }
    }
    return plan.changed ? new StreamOffset(plan.nextId, plan.places) : start;
  }

  /** Returns whether a file had been read to its end before this batch. */
  private static boolean isDone(Found found, FilePlace place) {
    boolean advances = place.offset() > found.place().offset() || place.id() != found.place().id();
    return !advances && place.offset() == place.known() && isQuiet(found.file());
  }

  private static boolean isQuiet(SeenFile file) {
    return System.currentTimeMillis() - file.modified() >= GRACE_MILLIS;
  }

  /** A place and the file in which it is. */
  private record Found(FilePlace place, SeenFile file) {}

  /** A batch that is being planned. */
  private final class Plan {
    private final ReadBudget budget;
    private final List<FilePlace> places = new ArrayList<>();
    private final long time = System.currentTimeMillis();
    private int nextId;
    private boolean changed;

    Plan(int nextId, ReadBudget budget) {
      this.nextId = nextId;
      this.budget = budget;
    }

    /** Finds the files of known places, and adds places for new files. */
    List<Found> match(StreamOffset start, Snapshot now) throws IOException {
      List<Found> found = new ArrayList<>();
      List<FilePlace> missing = new ArrayList<>();
      Set<SeenFile> known = new HashSet<>();
      for (FilePlace place : start.places()) {
        SeenFile file = place.isMissing() ? null : now.find(place);
        if (file != null && known.add(file)) {
          found.add(new Found(place.in(file), file));
        } else if (!place.isMissing()) {
          miss(place, missing);
        }
      }
      // These come last: they must not claim a file that was found all the time.
      for (FilePlace place : start.places()) {
        SeenFile file = place.isMissing() ? now.find(place) : null;
        if (file != null && known.add(file)) {
          changed = true;
          LOG.info("{} is back, and read from offset {} on", file.path(), place.offset());
          found.add(new Found(place.in(file), file));
        } else if (place.isMissing()) {
          missing.add(place);
        }
      }
      List<FilePlace> kept = MissingPlaces.kept(missing, now, time);
      changed |= kept.size() < missing.size();
      places.addAll(kept);
      for (SeenFile file : now.files()) {
        if (!known.contains(file)) {
          found.add(new Found(FilePlace.start(nextId++, file), file));
        }
      }
      return found;
    }

    private void miss(FilePlace place, List<FilePlace> missing) {
      changed = true; // or each look at the files would report it again
      if (place.known() > place.offset()) {
        lose(
            place,
            "the file is missing on "
                + LineFile.host()
                + "; if its file system is not mounted there, restart the query once it is, or else"
                + " the file was deleted or moved");
      } else {
        LOG.info("{} is missing, after it was read to offset {}", place.path(), place.offset());
      }
      if (place.offset() > 0) {
        missing.add(place.missing(time));
      }
    }

    private void lose(FilePlace place, String reason) {
      changed = true;
      DataLossException loss = new DataLossException(place.path(), place.offset(), reason, null);
      if (failOnDataLoss) {
        throw loss;
      }
      LOG.warn("goes on although {}", loss.getMessage());
    }

    /** Returns the place in a file after the lines that the batch reads. */
    FilePlace advance(Found found) throws IOException {
      SeenFile seen = found.file();
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        try (MappedFile file = open(seen)) {
          FilePlace place = file == null ? null : advance(found.place(), seen, file);
          if (place != null) {
            return place;
          }
        } catch (MappingFaultException e) {
          LOG.debug("{} became shorter while it was looked at", seen.path(), e);
        }
      }
      return found.place(); // what happened to the file is seen at the next look
    }

    private static MappedFile open(SeenFile seen) throws IOException {
      return MappedFile.open(
          seen.path(), seen.identity(), path -> LineFile.open(path, true), _ -> true);
    }

    /** Returns the new place, or null if the file was written anew meanwhile. */
    private FilePlace advance(FilePlace old, SeenFile seen, MappedFile file) {
      boolean isSame = file.hasMark(old.offset(), old.mark());
      FilePlace place = isSame ? withoutLost(old, file) : restart(old, file);
      long known = place.offset();
      long length = Math.min(seen.length(), file.length());
      if (length > known) {
        WholeLines lines = new WholeLines(file.text(), separator);
        known = lines.end(known, length);
        if (place.renamed() && isQuiet(seen) && !lines.isZero(known, length)) {
          known = length;
        }
      }
      long end = place.offset();
      if (known > end && budget.bytes() > 0) {
        end = new WholeLines(file.text(), separator).after(end, budget.bytes(), known);
      }
      FilePlace next = place.advanced(end, Math.max(known, place.known()), file.mark(end));
      if (!file.hasMark(place.offset(), place.mark())) {
        return null;
      }
      budget.take(end - place.offset());
      changed |= end > place.offset() || !isSame;
      return next;
    }

    private FilePlace withoutLost(FilePlace place, MappedFile file) {
      if (file.length() >= place.known()) {
        return place;
      }
      lose(place, "the file was truncated before they were read");
      return place.advanced(place.offset(), place.offset(), place.mark());
    }

    private FilePlace restart(FilePlace place, MappedFile file) {
      if (place.known() > place.offset()) {
        lose(place, "the file was truncated or written anew before they were read");
      }
      LOG.warn(
          "{} was truncated or written anew; its length is {}, and {} bytes had been read."
              + " It is read from its start",
          place.path(),
          file.length(),
          place.offset());
      return place.restarted(nextId++);
    }
  }
}
