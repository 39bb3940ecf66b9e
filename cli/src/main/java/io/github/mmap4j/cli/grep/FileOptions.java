package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Refusal;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The flags of {@code grep} that determine which files are searched. Of flags that contradict each
 * other, the last one holds.
 */
public final class FileOptions {
  private static final String READ = "read";
  private static final String SKIP = "skip";
  private static final String RECURSE = "recurse";

  private List<String> excludedFolders = List.of();
  private String directories = READ;
  private String devices = READ;
  private final List<FileGlobs.Rule> names = new ArrayList<>();
  private boolean followsLinks;

  /** Adds the options to a command, in the order of its help. */
  public void addTo(CommandSpec command) {
    OptionAdder options = new OptionAdder(command);
    options.flag(
        this::recursive,
        "Search the files in and below each folder; symbolic links found there are skipped."
            + " Without FILE, search the working directory.",
        "-r",
        "--recursive");
    options.flag(
        this::followLinks, "The same, but follow symbolic links.", "-R", "--dereference-recursive");
    options.value(
        this::include,
        "GLOB",
        "Search only files whose name matches GLOB, such as '*.c'.",
        "--include");
    options.value(this::exclude, "GLOB", "Skip such files.", "--exclude");
    options.value(
        this::excludeFrom,
        "FILE",
        "Skip files whose name matches one of the lines of FILE; - is standard input.",
        "--exclude-from");
    options.list(
        list -> excludedFolders = list,
        "GLOB",
        "Skip folders whose name matches GLOB.",
        "--exclude-dir");
    options.value(
        text -> directories = text,
        "ACTION",
        "Handle folders: read (which fails), skip or recurse.",
        "-d",
        "--directories");
    options.value(
        text -> devices = text,
        "ACTION",
        "Handle devices, pipes and sockets: read or skip.",
        "-D",
        "--devices");
  }

  private void recursive(boolean given) {
    directories = given ? RECURSE : directories;
    followsLinks &= !given;
  }

  private void followLinks(boolean given) {
    directories = given ? RECURSE : directories;
    followsLinks |= given;
  }

  private void include(String glob) {
    add(true, glob);
  }

  private void exclude(String glob) {
    add(false, glob);
  }

  private void excludeFrom(String file) {
    names.add(new FileGlobs.Rule(false, file, true));
  }

  private void add(boolean includes, String glob) {
    names.add(new FileGlobs.Rule(includes, glob, false));
  }

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
  FileGlobs files(InputStream in) throws Refusal {
    return FileGlobs.of(names, in);
  }

  FileGlobs folders() throws Refusal {
    return new FileGlobs(
        excludedFolders.stream()
            .map(glob -> new FileGlobs.Rule(false, glob.replaceFirst("(?<=.)/+$", ""), false))
            .toList());
  }
}
