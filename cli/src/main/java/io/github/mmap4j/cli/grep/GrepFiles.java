package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.names.RawPath;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * The files that the operands and flags of {@code grep} name. Files in a folder come in the order
 * in which the system lists them, as in GNU grep, so the first match is printed at once.
 */
final class GrepFiles {
  private static final String STANDARD_INPUT = "-";

  private final FileOptions options;
  private final FileGlobs files;
  private final FileGlobs folders;
  private final boolean hasGlobs;
  private final String inputName;
  private final Work work;

  /** The work on the files. */
  interface Work {
    /** Searches a file and returns whether to continue. */
    boolean on(GrepTarget target) throws OutputException;

    /** Reports a file or folder that cannot be read. */
    void fail(String name, Exception e) throws OutputException;

    /** Reports what is no failure. */
    void warn(String name, String text) throws OutputException;
  }

  /** The search of what an operand names. It returns whether to continue. */
  private interface Search {
    boolean run() throws IOException, Refusal;
  }

  GrepFiles(FileOptions options, String inputName, FileGlobs files, Work work) throws Refusal {
    this.options = options;
    this.files = files;
    this.folders = options.folders();
    this.hasGlobs = !files.isEmpty() || !folders.isEmpty();
    this.inputName = inputName;
    this.work = work;
  }

  /** Handles the files one by one; without operands, standard input or the working directory. */
  void each(List<String> operands) throws OutputException {
    if (operands.isEmpty() && options.isRecursive()) {
      guarded("", () -> path("", RawPath.of("")));
      return;
    }
    for (String operand : operands.isEmpty() ? List.of(STANDARD_INPUT) : operands) {
      if (!operand(operand)) {
        return;
      }
    }
  }

  private boolean operand(String operand) throws OutputException {
    return operand.equals(STANDARD_INPUT)
        ? work.on(new GrepTarget(inputName, null, null))
        : guarded(operand, () -> path(operand, RegularFile.path(operand)));
  }

  private boolean guarded(String operand, Search search) throws OutputException {
    try {
      return search.run();
    } catch (OutputException e) {
      throw e;
    } catch (IOException | Refusal e) {
      work.fail(operand, e);
      return true;
    }
  }

  private boolean path(String operand, Path path) throws IOException, Refusal {
    boolean looks = options.isRecursive() || options.skipsFolders() || hasGlobs;
    boolean folder = looks && Files.isDirectory(path);
    String name = operand.length() > 1 ? operand.replaceFirst("(?<=.)/+$", "") : operand;
    if ((folder ? folders : files).skips(folder ? name : operand, false) && Files.exists(path)) {
      return true; // only a file that exists is skipped without an error
    }
    if (!folder || !options.isRecursive()) {
      return folder && options.skipsFolders() || work.on(new GrepTarget(operand, path, null));
    }
    Walk walk = new Walk(path);
    Set<FileVisitOption> links =
        options.followsLinks() ? Set.of(FileVisitOption.FOLLOW_LINKS) : Set.of();
    Files.walkFileTree(walk.inside, links, Integer.MAX_VALUE, walk);
    return !walk.stopped;
  }

  /** A walk through the files in and below a folder. */
  private final class Walk extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Path inside;
    private boolean stopped;

    Walk(Path folder) {
      this.folder = folder;
      this.inside = Files.isSymbolicLink(folder) ? folder.resolve(".") : folder;
    }

    private String name(Path file) {
      return RawPath.name(inside == folder ? file : folder.resolve(inside.relativize(file)));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path file, BasicFileAttributes attributes) {
      return skipsFolder(file) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
        throws OutputException {
      boolean leadsNowhere = attributes.isSymbolicLink() && options.followsLinks();
      if ((attributes.isRegularFile() || leadsNowhere) && !skips(files, file)) {
        stopped = !work.on(new GrepTarget(name(file), file, attributes));
      }
      return stopped ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws OutputException {
      if (Files.isDirectory(file) && skipsFolder(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (e instanceof FileSystemLoopException) {
        work.warn(name(file), "recursive directory loop");
      } else {
        work.fail(name(file), e);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path file, IOException e) throws OutputException {
      if (e != null) {
        work.fail(name(file), e);
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean skipsFolder(Path file) {
      return !file.equals(inside) && skips(folders, file);
    }

    private boolean skips(FileGlobs globs, Path file) {
      return hasGlobs && globs.skips(RawPath.name(file.getFileName()), true);
    }
  }
}
