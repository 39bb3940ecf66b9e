package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.input.Arguments;
import io.github.mmap4j.cli.input.Refusal;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The flags of {@code grep} that determine what is printed. Of flags that contradict each other,
 * the last one holds.
 */
public final class GrepOptions {
  private static final String BINARY = "binary";
  private static final String TEXT = "text";
  private static final String WITHOUT_MATCH = "without-match";

  boolean count;
  boolean quiet;
  boolean noMessages;
  boolean only;
  boolean numbers;
  boolean offsets;
  String label = "(standard input)";
  boolean zeroAfterName;
  boolean initialTab;
  private String most;
  private String after;
  private String before;
  private String around;
  private String separator = "--";
  private boolean noSeparator;
  private String colour = "auto";
  private String binaryFiles = BINARY;
  boolean lineBuffered;
  private boolean ignored;
  boolean json;
  boolean list;
  private Boolean names; // null for the usual

  /** Adds the options to a command, in the order of its help. */
  public void addTo(CommandSpec command) {
    OptionAdder options = new OptionAdder(command);
    options.flag(
        given -> count = given, "Print only the number of selected lines.", "-c", "--count");
    options.flag(
        this::list,
        "Print only the names of files with selected lines.",
        "-l",
        "--files-with-matches");
    options.flag(
        this::listOthers,
        "Print only the names of files without selected lines.",
        "-L",
        "--files-without-match");
    options.flag(
        given -> quiet = given,
        "Print nothing, and stop at the first selected line with status 0.",
        "-q",
        "--quiet",
        "--silent");
    options.flag(
        given -> noMessages = given,
        "Print no errors about files that are missing or cannot be read.",
        "-s",
        "--no-messages");
    options.flag(
        given -> only = given,
        "Print only the matching parts, each on its own line.",
        "-o",
        "--only-matching");
    options.flag(
        given -> numbers = given, "Print the line number before each line.", "-n", "--line-number");
    options.flag(
        given -> offsets = given,
        "Print the byte offset before each line, or with -o before each match.",
        "-b",
        "--byte-offset");
    options.flag(
        this::names,
        "Print the file's name before each line, even of a single file.",
        "-H",
        "--with-filename");
    options.flag(this::noNames, "Print no names before lines.", "-h", "--no-filename");
    options.value(
        text -> label = text, "NAME", "Print NAME as the name of standard input.", "--label");
    options.flag(
        given -> zeroAfterName = given, "Print a zero byte after each file name.", "-Z", "--null");
    options.flag(
        given -> initialTab = given,
        "Print a tab before each line that has a name, number or offset before it, and pad"
            + " numbers, so that tabs in the lines stay aligned.",
        "-T",
        "--initial-tab");
    options.value(
        text -> most = text,
        "NUM",
        "Stop after NUM selected lines in each file.",
        "-m",
        "--max-count");
    options.value(
        text -> after = text,
        "NUM",
        "Print NUM lines after each selected line too.",
        "-A",
        "--after-context");
    options.value(
        text -> before = text,
        "NUM",
        "Print NUM lines before each selected line too.",
        "-B",
        "--before-context");
    options.value(
        text -> around = text,
        "NUM",
        "Print NUM lines before and after each selected line too; also -NUM.",
        "-C",
        "--context");
    options.value(
        text -> separator = text,
        "TEXT",
        "Print TEXT between groups of lines, instead of --.",
        "--group-separator");
    options.flag(
        given -> noSeparator = given,
        "Print nothing between groups of lines.",
        "--no-group-separator");
    options.optional(
        text -> colour = text,
        "auto",
        "WHEN",
        "Colour names, numbers and matches: always, never or auto, which means on a terminal and"
            + " is the default. The colours are GNU grep's; GREP_COLORS is ignored.",
        "--color",
        "--colour");
    options.flag(this::text, "Print lines even if the file has zero bytes.", "-a", "--text");
    options.flag(this::skipBinary, "Skip files that have zero bytes.", "-I");
    options.value(
        text -> binaryFiles = text,
        "TYPE",
        "Handle files that have zero bytes: binary, text (as -a) or without-match (-I).",
        "--binary-files");
    options.flag(given -> lineBuffered = given, "Write each line at once.", "--line-buffered");
    options.flag(
        given -> ignored = given,
        "Does nothing, as in GNU grep on this system.",
        "-U",
        "--binary",
        "-u",
        "--unix-byte-offsets");
    options.flag(
        given -> json = given,
        JsonWriter.HELP
            + "and for each line (with -o, each match) its \"line\" number, \"offset\""
            + " and \"text\", or \"base64\" if the text is not UTF-8; with -c, \"count\".",
        "--json");
  }

  private void list(boolean given) {
    list |= given;
    listOthers &= !given;
  }

  private void listOthers(boolean given) {
    listOthers |= given;
    list &= !given;
  }

  private void names(boolean given) {
    names = given ? Boolean.TRUE : names;
  }

  private void noNames(boolean given) {
    names = given ? Boolean.FALSE : names;
  }

  private void text(boolean given) {
    binaryFiles = given ? TEXT : binaryFiles;
  }

  private void skipBinary(boolean given) {
    binaryFiles = given ? WITHOUT_MATCH : binaryFiles;
  }

  boolean listOthers;

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
