package io.github.mmap4j.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.SparkSession;

/**
 * Lists the files to read: those that Spark's text source would read, by the same patterns and with
 * the same files hidden.
 */
final class FileListing {
  private static final List<String> COMPRESSED =
      List.of(
          ".gz", ".bz2", ".zst", ".lz4", ".xz", ".snappy", ".deflate", ".zip", ".br", ".lzo", ".z");

  private final Configuration configuration;
  private final PathFilter filter;
  private final boolean recursive;
  private final boolean mayBeEmpty;

  private FileListing(
      Configuration configuration, PathFilter filter, boolean recursive, boolean mayBeEmpty) {
    this.configuration = configuration;
    this.filter = filter;
    this.recursive = recursive;
    this.mayBeEmpty = mayBeEmpty;
  }

  /**
   * Lists files.
   *
   * @throws IllegalArgumentException if a path does not exist, a file is compressed, or a path is
   *     not one of a local file system
   */
  static List<FoundFile> of(LinesOptions options) {
    return of(options, false);
  }

  /**
   * Lists the files that exist now, of which there may be none.
   *
   * @throws IllegalArgumentException if a file is compressed, or a path is not one of a local file
   *     system
   */
  static List<FoundFile> present(LinesOptions options) {
    return of(options, true);
  }

  private static List<FoundFile> of(LinesOptions options, boolean mayBeEmpty) {
    String glob = options.pathGlobFilter();
    try {
      PathFilter filter = glob == null ? path -> true : new GlobFilter(glob);
      Configuration configuration = SparkSession.active().sparkContext().hadoopConfiguration();
      return new FileListing(configuration, filter, options.recursive(), mayBeEmpty)
          .list(options.paths());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<FoundFile> list(List<String> paths) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    for (String path : paths) {
      Path pattern = new Path(path);
      requireLocal(pattern);
      // Tasks read only local files, so fs.defaultFS does not apply to a path without a scheme.
      FileSystem files = FileSystem.get(FsConstants.LOCAL_FS_URI, configuration);
      FileStatus[] roots = files.globStatus(files.makeQualified(pattern));
      boolean isEmpty = roots == null || roots.length == 0;
      if (isEmpty && !mayBeEmpty) {
        throw new IllegalArgumentException(
            "there is no file "
                + path
                + " on "
                + LineFile.host()
                + "; the driver and every executor must see the files at the same path");
      }
      for (FileStatus root : isEmpty ? new FileStatus[0] : roots) {
        add(files, root, found);
      }
    }
    if (recursive) {
      Map<Path, FileStatus> once = new LinkedHashMap<>();
      found.forEach(each -> once.putIfAbsent(each.getPath(), each));
      found = new ArrayList<>(once.values());
    }
    List<FoundFile> result = new ArrayList<>();
    for (FileStatus each : found) {
      requirePlain(each.getPath());
      result.add(describe(each));
    }
    return List.copyOf(result);
  }

  private static void requireLocal(Path path) {
    String scheme = path.toUri().getScheme();
    if (scheme != null && !scheme.equals("file")) {
      throw new IllegalArgumentException(
          "mmap-lines maps files, which "
              + scheme
              + ": in "
              + path
              + " does not allow; mount the files (NFS, FUSE, hostPath) and use the path in the"
              + " file system, or use the source text");
    }
  }

  private static void requirePlain(Path path) {
    String name = path.getName().toLowerCase(Locale.ROOT);
    for (String suffix : COMPRESSED) {
      if (name.endsWith(suffix)) {
        throw new IllegalArgumentException(
            "mmap-lines can't search the compressed file "
                + path.toUri().getPath()
                + "; decompress it, exclude it with pathGlobFilter, or use the source text");
      }
    }
  }

  /** Adds the files of a path that was given or found by a pattern. */
  private void add(FileSystem files, FileStatus root, List<FileStatus> found) throws IOException {
    if (root.isFile()) {
      addFile(root, found);
      return;
    }
    for (FileStatus each : sorted(files.listStatus(root.getPath()))) {
      if (each.isFile()) {
        addFile(each, found);
      } else if (recursive && !isHidden(each.getPath().getName())) {
        add(files, each, found);
      } else if (!recursive && each.getPath().getName().contains("=")) {
        throw new IllegalArgumentException(
            "mmap-lines does not read partitioned folders such as "
                + each.getPath().toUri().getPath()
                + "; set recursiveFileLookup=true to read the files without partition columns");
      }
    }
  }

  private void addFile(FileStatus file, List<FileStatus> found) {
    if (!isHidden(file.getPath().getName()) && filter.accept(file.getPath())) {
      found.add(file);
    }
  }

  private static FileStatus[] sorted(FileStatus[] list) {
    Arrays.sort(list);
    return list;
  }

  /** Returns whether Spark's sources ignore files of this name. */
  private static boolean isHidden(String name) {
    return name.startsWith("_") && !name.contains("=")
        || name.startsWith(".")
        || name.endsWith("._COPYING_");
  }

  private FoundFile describe(FileStatus file) throws IOException {
    Map<String, Long> hosts = new HashMap<>();
    FileSystem files = file.getPath().getFileSystem(configuration);
    BlockLocation[] blocks;
    try {
      blocks = files.getFileBlockLocations(file, 0, file.getLen());
    } catch (FileNotFoundException e) {
      blocks = null; // removed since it was listed; the task that reads it reports it
    }
    if (blocks != null) {
      for (BlockLocation block : blocks) {
        for (String host : block.getHosts()) {
          hosts.merge(host, block.getLength(), Long::sum);
        }
      }
    }
    hosts.remove("localhost");
    return new FoundFile(file.getPath().toUri().getPath(), file.getLen(), Map.copyOf(hosts));
  }
}
