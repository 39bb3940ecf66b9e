package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.files.EachFile;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileBytes;
import io.github.mmap4j.cli.files.NumberLines;
import io.github.mmap4j.cli.files.Pieces;
import io.github.mmap4j.cli.files.StreamBytes;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/** A search of files for patterns, as in grep. */
public final class GrepSearch {
  private static final byte[] NOTHING = {};
  private static final String STANDARD_INPUT = "-";

  private final GrepPattern pattern;
  private final PatternOptions patternOptions;
  private final FileOptions fileOptions;
  private final FileGlobs globs;
  private final GrepOptions options;
  private final GrepOutput output;
  private final Output out;
  private final InputStream in;
  private final Failures failures;
  private final Progress progress;
  private final List<String> texts;
  private boolean fallsBack; // to the basic syntax
  private boolean severalFiles;
  private int result = EachFile.NOT_FOUND;

  /** The flags of a search. */
  public record Flags(PatternOptions pattern, FileOptions files, GrepOptions output) {}

  /** Where a search reads and writes. */
  public record Streams(InputStream in, Output out, Failures failures, Progress progress) {}

  /** Compiles the patterns: those of the flags or, if there are none, those of {@code operand}. */
  public GrepSearch(String operand, Flags flags, Streams streams) throws Refusal {
    this.patternOptions = flags.pattern;
    this.fileOptions = flags.files;
    this.options = flags.output;
    this.in = streams.in;
    this.out = streams.out;
    this.failures = streams.failures;
    this.progress = streams.progress;
    this.output = new GrepOutput(out, options);
    this.texts = PatternList.of(patternOptions, operand, in);
    this.pattern = compiled();
    fileOptions.check();
    this.globs = fileOptions.files(in);
  }

  /**
   * Compiles the patterns. If the syntax was not given, and they are refused as extended ones, they
   * are taken as basic ones, as in GNU grep, where {@code main(} is a pattern.
   */
  private GrepPattern compiled() throws Refusal {
    try {
      return GrepPattern.of(texts, patternOptions);
    } catch (Refusal e) {
      if (patternOptions.isSyntaxGiven() || !BasicSyntax.mayBeBasic(texts)) {
        throw e;
      }
      patternOptions.takeBasic();
      try {
        GrepPattern basic = GrepPattern.of(texts, patternOptions);
        fallsBack = true;
        return basic;
      } catch (Refusal _) {
        throw e;
      }
    }
  }

  /** Searches the files and returns an exit status. */
  public int run(List<String> files) throws OutputException, Refusal {
    boolean selectsNothing = output.limit() == 0 || patternOptions.invert && pattern.everyLine();
    if (selectsNothing && (options.quiet || !options.listOthers)) {
      return EachFile.NOT_FOUND; // like grep, which then opens no file and prints nothing
    }
    severalFiles = files.size() > 1;
    if (fileOptions.isRecursive()) {
      progress.startUnknown();
    } else {
      progress.start(files.isEmpty() ? List.of(STANDARD_INPUT) : files);
    }
    int status = pattern.deep() ? DeepStack.run(() -> all(files)) : all(files);
    if (!patternOptions.isSyntaxGiven() && !options.noMessages) {
      note(status);
    }
    return status;
  }

  private void note(int status) throws OutputException {
    boolean found = status == EachFile.FOUND;
    if (fallsBack) {
      failures.note(
          "PATTERN", "was taken as a basic one, as with -G, since it is not an extended one");
    } else if (status != Failures.FAILED) {
      Optional<String> hint = BasicSyntax.hint(texts, found, patternOptions.invert);
      if (hint.isPresent()) {
        failures.note("PATTERN", hint.get());
      }
    }
  }

  private int all(List<String> files) throws OutputException, Refusal {
    new GrepFiles(
            fileOptions,
            options.label,
            globs,
            new GrepFiles.Work() {
              @Override
              public boolean on(GrepTarget target) throws OutputException {
                int status = guarded(target);
                out.pieceDone();
                progress.fileDone(target.path() == null ? STANDARD_INPUT : target.name());
                add(status);
                return !(options.quiet && status == EachFile.FOUND);
              }

              @Override
              public void fail(String name, Exception e) throws OutputException {
                add(failed(name, e));
              }

              @Override
              public void warn(String name, String text) throws OutputException {
                if (!options.noMessages) {
                  failures.note(name, "warning: " + text);
                }
              }
            })
        .each(files);
    return result;
  }

  private void add(int status) {
    if (options.quiet && status == EachFile.FOUND) {
      result = status;
    } else if (result != Failures.FAILED && status != EachFile.NOT_FOUND) {
      result = status;
    }
  }

  private int guarded(GrepTarget target) throws OutputException {
    return failures.guard(
        target.name(),
        () -> {
          try {
            return search(target);
          } catch (OutputException e) {
            throw e;
          } catch (IOException | Refusal e) {
            return failed(target.name(), e);
          }
        });
  }

  private int failed(String name, Exception e) throws OutputException {
    return options.noMessages ? Failures.FAILED : failures.failed(name, e);
  }

  private int search(GrepTarget target) throws IOException, Refusal {
    String name = target.name();
    LineHead head = output.head(name);
    boolean named = options.hasNames(severalFiles || target.inFolder());
    JsonLine json = new JsonLine(out, target);
    int width = options.initialTab ? NumberWidth.of(target.path(), in, options.numbers) : 1;
    LinePrinter printer = new LinePrinter(output, head, named, json, width);
    TextSearch search = new TextSearch(pattern, patternOptions, output, printer);
    int status = target.path() == null ? input(search, name) : path(search, target);
    if (search.hidesBinary()) {
      failures.note(name, "binary file matches");
    }
    if (!options.quiet) {
      printResult(search.selected(), head, named, json);
    }
    return status == 0 && search.selected() == 0 ? EachFile.NOT_FOUND : status;
  }

  private void printResult(long selected, LineHead head, boolean named, JsonLine json)
      throws OutputException {
    if (options.list || options.listOthers) {
      boolean listed = options.list ? selected > 0 : selected == 0;
      if (listed && options.json) {
        json.listed();
      } else if (listed) {
        head.nameAlone();
      }
    } else if (options.count && options.json) {
      json.count(selected);
    } else if (options.count) {
      if (named) {
        head.name(LineHead.SELECTED);
      }
      NumberLines.text(out, NOTHING).add(selected);
    }
  }

  /** Searches standard input and returns whether it failed, as an exit status. */
  private int input(TextSearch search, String name) throws IOException {
    if (output.isPrintedToInput()) {
      return failed(name, new Refusal("input file is also the output"));
    }
    return stream(search, in);
  }

  /** Searches a file and returns whether it failed, as an exit status. */
  private int path(TextSearch search, GrepTarget target) throws IOException, Refusal {
    String name = target.name();
    Path path = target.path();
    BasicFileAttributes attributes = target.attributes();
    if (attributes == null || attributes.isSymbolicLink()) {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    }
    if (attributes.isDirectory()) {
      return failed(name, new Refusal("is a directory"));
    }
    boolean regular = attributes.isRegularFile();
    if (regular && output.isPrintedTo(attributes)) {
      return failed(name, new Refusal("input file is also the output"));
    }
    if (!regular && fileOptions.skipsDevices()) {
      return 0;
    }
    if (regular && attributes.size() > 0) {
      try (FileBytes bytes = opened(new RegularFile(path, attributes.size()))) {
        if (bytes != null) {
          pieces(search, bytes);
          return 0;
        }
      }
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return stream(search, stream);
    }
  }

  /** Returns null if the file can't be mapped, as on some file systems. It may be readable. */
  private FileBytes opened(RegularFile file) {
    try {
      return FileBytes.of(file, progress);
    } catch (IOException e) {
      return null;
    }
  }

  private void pieces(TextSearch search, FileBytes file) throws IOException {
    MemorySegment text = file.segment();
    int longest = pattern.search().longestPiece();
    Pieces pieces = new Pieces(text, longest, System::nanoTime);
    search.show(text, 0);
    long from = 0;
    while (from < text.byteSize() && !search.isDone()) {
      long to = text.byteSize();
      if (to - from > TextSearch.BLOCK) { // otherwise, one search for zeros is enough
        to =
            search.isBinaryAt(from)
                ? pieces.roughEnd(from, longest)
                : pieces.endOfLine(patternOptions.lineEnd().finder(), from);
      }
      from = search.afterHole(search.search(from, to), file::nextData);
      out.pieceDone();
      file.reached(from);
    }
  }

  /** Searches a stream, whose lines are searched as soon as they have arrived. */
  private int stream(TextSearch search, InputStream stream) throws IOException {
    try (StreamBytes bytes = new StreamBytes(stream)) {
      lines(search, bytes);
      return 0;
    }
  }

  private void lines(TextSearch search, StreamBytes bytes) throws IOException {
    long from = 0;
    long looked = 0; // there is no line end from `from` to here
    for (boolean more = true; more && !search.isDone(); ) {
      more = bytes.read();
      MemorySegment all = bytes.segment();
      progress.at(bytes.start() + all.byteSize());
      long end = more ? endOfLines(search, all, looked) : all.byteSize();
      looked = all.byteSize();
      if (end > from) {
        search.show(all.asSlice(0, end), bytes.start());
        while (from < end && !search.isDone()) {
          from = search.search(from, end);
        }
        out.pieceDone();
        long needless = search.leave(from);
        bytes.drop(needless);
        from -= needless;
        looked -= needless;
      }
    }
  }

  private long endOfLines(TextSearch search, MemorySegment text, long from) {
    long to = text.byteSize();
    long last = patternOptions.lineEnd().finder().rfind(text, from, to);
    boolean zerosEndLines = search.expectsBinary();
    return 1 + (zerosEndLines ? Math.max(last, LineEnd.ZERO.finder().rfind(text, from, to)) : last);
  }
}
