package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Option;

/**
 * The flags of {@code grep} that determine what is printed. Of flags that contradict each other,
 * the last one holds.
 */
public final class GrepOptions {
  private static final String BINARY = "binary";
  private static final String TEXT = "text";
  private static final String WITHOUT_MATCH = "without-match";

  @Option(
      names = {"-c", "--count"},
      description = "Print only the number of selected lines.")
  boolean count;

  @Option(
      names = {"-l", "--files-with-matches"},
      description = "Print only the names of files with selected lines.")
  private void list(boolean given) {
    list |= given;
    listOthers &= !given;
  }

  @Option(
      names = {"-L", "--files-without-match"},
      description = "Print only the names of files without selected lines.")
  private void listOthers(boolean given) {
    listOthers |= given;
    list &= !given;
  }

  @Option(
      names = {"-q", "--quiet", "--silent"},
      description = "Print nothing, and stop at the first selected line with status 0.")
  boolean quiet;

  @Option(
      names = {"-s", "--no-messages"},
      description = "Print no errors about files that are missing or cannot be read.")
  boolean noMessages;

  @Option(
      names = {"-o", "--only-matching"},
      description = "Print only the matching parts, each on its own line.")
  boolean only;

  @Option(
      names = {"-n", "--line-number"},
      description = "Print the line number before each line.")
  boolean numbers;

  @Option(
      names = {"-b", "--byte-offset"},
      description = "Print the byte offset before each line, or with -o before each match.")
  boolean offsets;

  @Option(
      names = {"-H", "--with-filename"},
      description = "Print the file's name before each line, even of a single file.")
  private void names(boolean given) {
    names = given ? Boolean.TRUE : names;
  }

  @Option(
      names = {"-h", "--no-filename"},
      description = "Print no names before lines.")
  private void noNames(boolean given) {
    names = given ? Boolean.FALSE : names;
  }

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "Print NAME as the name of standard input.")
  String label = "(standard input)";

  @Option(
      names = {"-Z", "--null"},
      description = "Print a zero byte after each file name.")
  boolean zeroAfterName;

  @Option(
      names = {"-T", "--initial-tab"},
      description =
          "Print a tab before each line that has a name, number or offset before it, and pad"
              + " numbers, so that tabs in the lines stay aligned.")
  boolean initialTab;

  @Option(
      names = {"-m", "--max-count"},
      paramLabel = "NUM",
      description = "Stop after NUM selected lines in each file.")
  private String most;

  @Option(
      names = {"-A", "--after-context"},
      paramLabel = "NUM",
      description = "Print NUM lines after each selected line too.")
  private String after;

  @Option(
      names = {"-B", "--before-context"},
      paramLabel = "NUM",
      description = "Print NUM lines before each selected line too.")
  private String before;

  @Option(
      names = {"-C", "--context"},
      paramLabel = "NUM",
      description = "Print NUM lines before and after each selected line too; also -NUM.")
  private String around;

  @Option(
      names = "--group-separator",
      paramLabel = "TEXT",
      description = "Print TEXT between groups of lines, instead of --.")
  private String separator = "--";

  @Option(names = "--no-group-separator", description = "Print nothing between groups of lines.")
  private boolean noSeparator;

  @Option(
      names = {"--color", "--colour"},
      arity = "0..1",
      fallbackValue = "auto",
      paramLabel = "WHEN",
      description =
          "Colour names, numbers and matches: always, never or auto, which means on a terminal and"
              + " is the default. The colours are GNU grep's; GREP_COLORS is ignored.")
  private String colour = "auto";

  @Option(
      names = {"-a", "--text"},
      description = "Print lines even if the file has zero bytes.")
  private void text(boolean given) {
    binaryFiles = given ? TEXT : binaryFiles;
  }

  @Option(names = "-I", description = "Skip files that have zero bytes.")
  private void skipBinary(boolean given) {
    binaryFiles = given ? WITHOUT_MATCH : binaryFiles;
  }

  @Option(
      names = "--binary-files",
      paramLabel = "TYPE",
      description =
          "Handle files that have zero bytes: binary, text (as -a) or without-match (-I).")
  private String binaryFiles = BINARY;

  @Option(names = "--line-buffered", description = "Write each line at once.")
  boolean lineBuffered;

  @Option(
      names = {"-U", "--binary", "-u", "--unix-byte-offsets"},
      description = "Does nothing, as in GNU grep on this system.")
  private boolean ignored;

  @Option(
      names = "--json",
      description =
          JsonWriter.HELP
              + "and for each line (with -o, each match) its \"line\" number, \"offset\""
              + " and \"text\", or \"base64\" if the text is not UTF-8; with -c, \"count\".")
  boolean json;

  boolean list;
  boolean listOthers;
  private Boolean names; // null for the usual

  void check() throws Refusal {
    if (!List.of(BINARY, TEXT, WITHOUT_MATCH).contains(binaryFiles)) {
      throw new Refusal(
          "--binary-files is not binary, text or without-match: '" + binaryFiles + "'");
    }
    if (!List.of("always", "never", "auto").contains(colour)) {
      throw new Refusal("--color is not always, never or auto: '" + colour + "'");
    }
  }

  /** Returns whether names come before lines, where {@code usual} is what holds without flags. */
  boolean hasNames(boolean usual) {
    return names == null ? usual : names;
  }

  boolean hasColour(BooleanSupplier terminal) {
    return !json && (colour.equals("always") || colour.equals("auto") && terminal.getAsBoolean());
  }

  boolean isText() {
    return binaryFiles.equals(TEXT);
  }

  boolean skipsBinary() {
    return binaryFiles.equals(WITHOUT_MATCH);
  }

  /** Returns whether the first selected line decides about a file. */
  boolean stopsAtFirst() {
    return list || listOthers || quiet;
  }

  /** Returns whether no lines are printed. */
  boolean isSilent() {
    return stopsAtFirst() || count;
  }

  /** Returns the maximum number of selected lines per file; a negative argument means no limit. */
  long limit() throws Refusal {
    long limit = most == null ? -1 : Arguments.wholeNumber("NUM", most);
    return limit < 0 ? Long.MAX_VALUE : limit;
  }

  /** Returns the context to print, which JSON does not have. */
  Context context() throws Refusal {
    boolean wanted = !json && !isSilent() && !(after == null && before == null && around == null);
    return wanted
        ? new Context(true, length(before), length(after), noSeparator ? null : separator)
        : Context.NONE;
  }

  private long length(String own) throws Refusal {
    String length = own == null ? around : own;
    return length == null ? 0 : Arguments.atLeast(0, "NUM", length);
  }
}
