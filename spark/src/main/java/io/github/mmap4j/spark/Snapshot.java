package io.github.mmap4j.spark;

import static java.util.stream.Collectors.groupingBy;

import io.github.mmap4j.MappingFaultException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The files of a stream as they are at one time. A file with several names counts once. */
final class Snapshot {
  private static final int ATTEMPTS = 3;

  private final List<SeenFile> files = new ArrayList<>();
  private final Map<Long, List<SeenFile>> byInode = new HashMap<>();
  private final Map<String, Map<String, Long>> bytesOnHost = new HashMap<>();

  /** The other files of folders in which renamed files were looked for, by their inodes. */
  private final Map<Path, Map<Long, List<SeenFile>>> unlisted = new HashMap<>();

  /** Whether the folders of missing files are on the devices of these files. */
  private final Map<Path, Map<Long, Boolean>> devices = new HashMap<>();

  /** The ids of places whose inode is that of an unlisted file with other bytes. */
  private final Set<Integer> replaced = new HashSet<>();

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

  /** Returns whether all files are listed; one that was renamed or missing need not be. */
  private boolean hasAll(StreamOffset expected) throws IOException {
    for (FilePlace each : expected.places()) {
      if (!each.renamed() && !each.isMissing() && find(each) == null) {
        return false;
      }
    }
    return true;
  }

  /** Adds a file that the options of the stream do not include since it was renamed. */
  void addRenamed(FilePlace place) throws IOException {
    Path folder = folder(place);
    Map<Long, List<SeenFile>> others = unlisted.get(folder);
    if (others == null) {
      others = others(folder).stream().collect(groupingBy(each -> each.identity().inode()));
      unlisted.put(folder, others);
    }
    for (SeenFile each : others.getOrDefault(place.identity().inode(), List.of())) {
      boolean mayBe =
          each.identity().isSameInode(place.identity())
              && Files.isRegularFile(Path.of(each.path()));
      if (mayBe && hasMark(place, each)) {
        add(each);
        return;
      }
      if (mayBe && isReplacement(place, each)) {
        replaced.add(place.id());
      }
    }
  }

  private static Path folder(FilePlace place) {
    return Path.of(place.path()).toAbsolutePath().getParent();
  }

  /** Looks at the files of a folder that are not listed. A folder may be missing. */
  private List<SeenFile> others(Path folder) throws IOException {
    Set<String> listed = files.stream().map(SeenFile::path).collect(Collectors.toSet());
    List<SeenFile> others = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        String path = each.toString();
        SeenFile file = listed.contains(path) ? null : SeenFile.sibling(each);
        if (file != null) {
          others.add(file);
        }
      }
      return others;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  List<SeenFile> files() {
    return files;
  }

  /**
   * Returns the file of a place, or null if there is none. After a file was missing, it is only
   * taken for the same if its bytes tell so too, because its inode may be that of another by now.
   */
  SeenFile find(FilePlace place) throws IOException {
    SeenFile best = null;
    for (SeenFile each : byInode.getOrDefault(place.identity().inode(), List.of())) {
      boolean isSame =
          each.identity().isSameInode(place.identity())
              && (isOnDevice(place, each) && !place.isMissing() || hasMark(place, each));
      if (isSame && (best == null || isOnDevice(place, each))) {
        best = each;
      }
    }
    return best;
  }

  /** Returns whether the inode of a missing file is that of another now, or of other bytes. */
  boolean isReplaced(FilePlace place) {
    return replaced.contains(place.id())
        || byInode.getOrDefault(place.identity().inode(), List.of()).stream()
            .anyMatch(each -> isReplacement(place, each));
  }

  /**
   * Returns whether a file with other bytes proves that those of a missing file are gone. The
   * number of a device changes when it is mounted anew, but a creation time does not.
   */
  private static boolean isReplacement(FilePlace place, SeenFile file) {
    boolean isSameFile =
        isOnDevice(place, file) || place.identity().certain() && file.identity().certain();
    return isSameFile && file.identity().isSameInode(place.identity());
  }

  /**
   * Returns whether the file system of a missing file is there, so that the file was deleted or
   * moved. If not, it is not mounted, or has another device number since it was mounted anew.
   */
  boolean isDeleted(FilePlace place) {
    Path folder = folder(place);
    long device = place.identity().device();
    return devices
        .computeIfAbsent(folder, _ -> new HashMap<>())
        .computeIfAbsent(device, _ -> SeenFile.isOnDevice(folder, device));
  }

  private static boolean isOnDevice(FilePlace place, SeenFile file) {
    return file.identity().device() == place.identity().device();
  }

  /** Returns whether a file of the same inode has the bytes before a place. */
  private static boolean hasMark(FilePlace place, SeenFile file) throws IOException {
    try (MappedFile found =
        MappedFile.openAt(file.path(), file.identity(), opener(place), _ -> true)) {
      if (found != null) {
        return isAt(place, found);
      }
    }
    // It was renamed since it was seen, or becomes shorter all the time.
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
