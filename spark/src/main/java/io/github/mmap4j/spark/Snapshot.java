package io.github.mmap4j.spark;

import io.github.mmap4j.MappingFaultException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of a stream as they are at one time. A file with several names counts once. */
final class Snapshot {
  private static final int ATTEMPTS = 3;

  private final List<SeenFile> files = new ArrayList<>();
  private final Map<Long, List<SeenFile>> byInode = new HashMap<>();
  private final Map<String, Map<String, Long>> bytesOnHost = new HashMap<>();

  private Snapshot() {}

  /**
   * Looks at the files. A rename may hide a file from one look, so files that are missed are looked
   * for again.
   *
   * @param expected the places that the stream has
   */
  static Snapshot of(LinesOptions options, StreamOffset expected) throws IOException {
    Snapshot snapshot = look(options);
    for (int i = 1; i < ATTEMPTS && !snapshot.hasAll(expected); i++) {
      snapshot = look(options);
    }
    for (FilePlace each : expected.places()) {
      if (snapshot.find(each) == null) {
        snapshot.addRenamed(each);
      }
    }
    return snapshot;
  }

  private static Snapshot look(LinesOptions options) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Snapshot snapshot = new Snapshot();
        for (FoundFile each : FileListing.present(options)) {
          SeenFile file = SeenFile.at(each.path(), true);
          if (file != null && snapshot.add(file)) {
            snapshot.bytesOnHost.put(each.path(), each.bytesOnHost());
          }
        }
        return snapshot;
      } catch (UncheckedIOException e) {
        boolean deleted =
            e.getCause() instanceof FileNotFoundException
                || e.getCause() instanceof NoSuchFileException;
        if (!deleted || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private boolean add(SeenFile file) {
    List<SeenFile> same = byInode.computeIfAbsent(file.identity().inode(), _ -> new ArrayList<>());
    if (same.stream().anyMatch(other -> isSame(other.identity(), file.identity()))) {
      return false;
    }
    same.add(file);
    files.add(file);
    return true;
  }

  /** Returns whether two names that were seen are of one file, which may grow between the looks. */
  private static boolean isSame(FileIdentity one, FileIdentity other) {
    return one.device() == other.device() && one.isSameInode(other);
  }

  /** Returns whether all files are listed; one that was renamed earlier need not be. */
  private boolean hasAll(StreamOffset expected) throws IOException {
    for (FilePlace each : expected.places()) {
      if (!each.renamed() && find(each) == null) {
        return false;
      }
    }
    return true;
  }

  /** Adds a file that the options of the stream do not include since it was renamed. */
  void addRenamed(FilePlace place) throws IOException {
    SeenFile file =
        MappedFile.sibling(
            place.path(), place.identity(), opener(place), found -> isAt(place, found));
    if (file != null) {
      add(file);
    }
  }

  List<SeenFile> files() {
    return files;
  }

  /** Returns the file of a place, or null if there is none. */
  SeenFile find(FilePlace place) throws IOException {
    SeenFile best = null;
    for (SeenFile each : byInode.getOrDefault(place.identity().inode(), List.of())) {
      boolean isSame =
          each.identity().isSameInode(place.identity())
              && (isOnDevice(place, each) || hasMark(place, each));
      if (isSame && (best == null || isOnDevice(place, each))) {
        best = each;
      }
    }
    return best;
  }

  private static boolean isOnDevice(FilePlace place, SeenFile file) {
    return file.identity().device() == place.identity().device();
  }

  /** Returns whether a file on another device is the same, whose device has another number now. */
  private static boolean hasMark(FilePlace place, SeenFile file) throws IOException {
    try (MappedFile found =
        MappedFile.open(file.path(), file.identity(), opener(place), each -> isAt(place, each))) {
      return found != null;
    }
  }

  private static LineFile.Opener opener(FilePlace place) {
    return path -> LineFile.open(path, true, place.offset());
  }

  private static boolean isAt(FilePlace place, MappedFile file) {
    try {
      return file.hasMark(place.offset(), place.mark());
    } catch (MappingFaultException e) {
      return false; // truncated meanwhile
    }
  }

  /** Returns how many bytes of a file hosts have on a disk of their own. */
  Map<String, Long> bytesOnHost(String path) {
    return bytesOnHost.getOrDefault(path, Map.of());
  }
}
