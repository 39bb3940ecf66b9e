package io.github.mmap4j.cli.files;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.names.RawText;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.util.List;

/**
 * A search of one file after another. As in grep, a failure does not stop the search of the other
 * files.
 */
public final class EachFile {
  public static final int FOUND = 0;
  public static final int NOT_FOUND = 1;

  private final Output out;
  private final Failures failures;
  private final Progress progress;

  public EachFile(Output out, Failures failures, Progress progress) {
    this.out = out;
    this.failures = failures;
    this.progress = progress;
  }

  /**
   * The search of one file, which returns an exit status. Its lines of text begin with {@code
   * prefix}.
   */
  public interface Work {
    int on(String file, byte[] prefix) throws IOException, Refusal;
  }

  /**
   * Searches the files and returns the overall exit status: failed if any file failed, otherwise
   * found if any file had a match.
   */
  public int search(List<String> files, Work work) throws OutputException {
    progress.start(files);
    int result = NOT_FOUND;
    for (String file : files) {
      byte[] prefix = RawText.encode(files.size() > 1 ? file + ":" : "");
      int status = failures.guard(file, () -> work.on(file, prefix));
      out.pieceDone();
      progress.fileDone(file);
      if (result != Failures.FAILED && status != NOT_FOUND) {
        result = status;
      }
    }
    return result;
  }
}
