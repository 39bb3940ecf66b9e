package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.files.EachFile;
import io.github.mmap4j.cli.files.Failures;
import io.github.mmap4j.cli.files.FileBytes;
import io.github.mmap4j.cli.files.NumberLines;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.util.List;

/** A search of files for a pattern, as in grep. */
public final class GrepSearch {
  private final GrepPattern pattern;
  private final GrepOptions options;
  private final long limit;
  private final boolean selectsNothing;
  private final Output out;
  private final Failures failures;
  private final Progress progress;

  /** Compiles the pattern. */
  public GrepSearch(
      String pattern, GrepOptions options, Output out, Failures failures, Progress progress)
      throws Refusal {
    this.pattern = GrepPattern.of(pattern, options);
    this.options = options;
    this.limit = options.limit();
    this.selectsNothing = limit == 0 || options.invert && pattern.isEmpty();
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  /** Searches the files and returns an exit status. */
  public int run(List<String> files) throws OutputException {
    if (selectsNothing) {
      return EachFile.NOT_FOUND; // like grep, which then opens no file and prints nothing
    }
    return new EachFile(out, failures, progress, options.json).search(files, this::search);
  }

  private int search(String file, byte[] name) throws IOException, Refusal {
    long selected = 0;
    RegularFile target = RegularFile.of(file);
    if (!target.isEmpty()) {
      try (FileBytes opened = FileBytes.of(target, progress)) {
        SelectedLines lines = new SelectedLines(pattern, options, opened.segment());
        GrepFile grep = new GrepFile(lines, options, limit, name, out, opened);
        selected = grep.run();
        if (grep.hidesBinary()) {
          failures.note(file, "binary file matches");
        }
      }
    }
    if (options.list) {
      if (selected > 0) {
        out.line(options.json ? new String(name, UTF_8) + "}" : file);
      }
    } else if (options.count) {
      NumberLines lines =
          options.json ? NumberLines.json(out, name, "count") : NumberLines.text(out, name);
      lines.add(selected);
    }
    return selected > 0 ? EachFile.FOUND : EachFile.NOT_FOUND;
  }
}
