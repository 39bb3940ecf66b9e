package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The flags of {@code grep} that determine which files are searched. Of flags that contradict each
 * other, the last one holds.
 */
public final class FileOptions {
  private static final String READ = "read";
  private static final String SKIP = "skip";
  private static final String RECURSE = "recurse";

  @Option(
      names = {"-r", "--recursive"},
      description =
          "Search the files in and below each folder; symbolic links found there are skipped."
              + " Without FILE, search the working directory.")
  private void recursive(boolean given) {
    directories = given ? RECURSE : directories;
    followsLinks &= !given;
  }

  @Option(
      names = {"-R", "--dereference-recursive"},
      description = "The same, but follow symbolic links.")
  private void followLinks(boolean given) {
    directories = given ? RECURSE : directories;
    followsLinks |= given;
  }

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Search only files whose name matches GLOB, such as '*.c'.")
  private void include(String glob) {
    add(true, glob);
  }

  @Option(names = "--exclude", paramLabel = "GLOB", description = "Skip such files.")
  private void exclude(String glob) {
    add(false, glob);
  }

  @Option(
      names = "--exclude-from",
      paramLabel = "FILE",
      description = "Skip files whose name matches one of the lines of FILE; - is standard input.")
  private void excludeFrom(String file) {
    if (file != null) {
      names.add(new FileGlobs.Rule(false, file, true));
    }
  }

  @Option(
      names = "--exclude-dir",
      paramLabel = "GLOB",
      description = "Skip folders whose name matches GLOB.")
  private List<String> excludedFolders = new ArrayList<>();

  @Option(
      names = {"-d", "--directories"},
      paramLabel = "ACTION",
      description = "Handle folders: read (which fails), skip or recurse.")
  private String directories = READ;

  @Option(
      names = {"-D", "--devices"},
      paramLabel = "ACTION",
      description = "Handle devices, pipes and sockets: read or skip.")
  private String devices = READ;

  private final List<FileGlobs.Rule> names = new ArrayList<>();

  private void add(boolean includes, String glob) {
    if (glob != null) { // picocli first sets null, the value without the option
      names.add(new FileGlobs.Rule(includes, glob, false));
    }
  }

  private boolean followsLinks;

  void check() throws Refusal {
    if (!List.of(READ, SKIP, RECURSE).contains(directories)) {
      throw new Refusal("--directories is not read, skip or recurse: '" + directories + "'");
    }
    if (!List.of(READ, SKIP).contains(devices)) {
      throw new Refusal("--devices is not read or skip: '" + devices + "'");
    }
  }

  boolean isRecursive() {
    return directories.equals(RECURSE);
  }

  boolean followsLinks() {
    return followsLinks;
  }

  boolean skipsFolders() {
    return directories.equals(SKIP);
  }

  boolean skipsDevices() {
    return devices.equals(SKIP);
  }

  /** Returns the globs for files; {@code in} is standard input, which may list some of them. */
  FileGlobs files(InputStream in) throws IOException, Refusal {
    return FileGlobs.of(names, in);
  }

  FileGlobs folders() throws Refusal {
    return new FileGlobs(
        excludedFolders.stream()
            .map(glob -> new FileGlobs.Rule(false, glob.replaceFirst("(?<=.)/+$", ""), false))
            .toList());
  }
}
