package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Properties;
import java.util.SplittableRandom;

/**
 * A text to search. The text of each size is created once, always with the same content, and then
 * reused. Its lines consist of words of lower-case letters, with the letter frequencies of English.
 * {@link #description()} describes everything that a search depends on.
 *
 * @param path the path of the file
 * @param size its size in bytes
 * @param lines the number of its lines, each of which ends with a newline
 * @param quickLines the number of lines that {@code quick.*jumps} matches
 * @param dates the number of matches of {@code [0-9]{4}-[0-9]{2}}, at most one per line
 */
public record Corpus(Path path, long size, long lines, long quickLines, long dates) {
  static final long SEED = 20240701;

  /**
   * The minimum length of a line in bytes, with its newline; lengths are uniformly distributed up
   * to {@link #LONGEST}.
   */
  static final int SHORTEST = 42;

  static final int LONGEST = 122;

  /**
   * The minimum length of a word in letters; lengths are uniformly distributed up to {@link
   * #LONGEST_WORD}.
   */
  static final int SHORTEST_WORD = 2;

  static final int LONGEST_WORD = 8;

  /**
   * On average, one byte in this many is in {@link #RARE_BYTES}. No two such bytes are adjacent,
   * except in dates.
   */
  static final int RARE = 500;

  static final String RARE_BYTES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.,:";

  /**
   * On average, one line in this many has {@link #PHRASE}. The next two constants are the
   * corresponding numbers for {@link #QUICK} and for a date.
   */
  static final int PHRASE_LINES = 100_000;

  static final int QUICK_LINES = 10_000;
  static final int DATE_LINES = 10_000;

  static final String PHRASE = "the quick brown fox jumps";
  static final String QUICK = "a quick one";

  /**
   * The letters, most frequent first. The next constant holds how often each letter occurs in
   * 10,000 letters of English.
   */
  static final String LETTERS = "etaoinshrdlcumwfgypbvkjxqz";

  static final int[] FREQUENCIES = {
    1270, 906, 817, 751, 697, 675, 633, 609, 599, 425, 403, 278, 276, 241, 236, 223, 202, 197, 193,
    149, 98, 77, 15, 15, 10, 7
  };

  /**
   * The letter that never follows {@link #BEFORE}, so that one pair of common letters never occurs.
   */
  static final byte NEVER = 'n';

  static final byte BEFORE = 't';

  /**
   * The bytes that occur every {@value #EVERY} bytes in the file for counting, with letters in
   * between.
   */
  static final String MARK = "#$%&+*<>";

  static final int EVERY = 64;

  private static final byte[] ALPHABET = alphabet();

  /** {@return a description of the text for readers of the results} */
  public static String description() {
    return String.format(
        Locale.ROOT,
        "words of %d to %d lower-case letters with English frequencies and spaces; lines of %d to"
            + " %d bytes, %d on average; one byte in %,d is one of %s; '%c' never follows '%c'; one"
            + " line in %,d has \"%s\", one in %,d \"%s\", one in %,d a date as 2024-07; seed %d",
        SHORTEST_WORD,
        LONGEST_WORD,
        SHORTEST,
        LONGEST,
        (SHORTEST + LONGEST) / 2,
        RARE,
        RARE_BYTES,
        NEVER,
        BEFORE,
        PHRASE_LINES,
        PHRASE,
        QUICK_LINES,
        QUICK,
        DATE_LINES,
        SEED);
  }

  /**
   * Returns the text of the given size, which is kept with the build output.
   *
   * @param size the size in bytes
   * @return the text, which is created if it does not exist yet
   */
  public static Corpus ofSize(long size) {
    try {
      return in(folder(), size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Corpus in(Path folder, long size) throws IOException {
    Path path = folder.resolve(name("text", size, ".txt"));
    Path truth = folder.resolve(name("text", size, ".properties"));
    if (!isWhole(path, size) || !Files.exists(truth)) {
      Files.createDirectories(folder);
      Properties counted = new Properties();
      write(path, out -> new Text(size).writeTo(out, counted));
      try (Writer out = Files.newBufferedWriter(truth)) {
        counted.store(out, null);
      }
    }
    Properties counted = new Properties();
    try (Reader in = Files.newBufferedReader(truth)) {
      counted.load(in);
    }
    return new Corpus(
        path, size, number(counted, "lines"), number(counted, "quick"), number(counted, "dates"));
  }

  /**
   * Returns a file that has {@link #MARK} every {@value #EVERY} bytes, from its start.
   *
   * @param size the size in bytes
   * @return the path of the file, which is created if it does not exist yet
   */
  public static Path marks(long size) {
    try {
      return marks(folder(), size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path marks(Path folder, long size) throws IOException {
    Path path = folder.resolve(name("marks", size, ".txt"));
    if (!isWhole(path, size)) {
      Files.createDirectories(folder);
      write(path, out -> writeMarks(out, size));
    }
    return path;
  }

  private static void writeMarks(OutputStream out, long size) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] unit = new byte[EVERY];
    byte[] mark = MARK.getBytes(ISO_8859_1);
    for (long at = 0; at < size; at += EVERY) {
      for (int i = 0; i < EVERY; i++) {
        unit[i] = i < mark.length ? mark[i] : ALPHABET[random.nextInt() & ALPHABET.length - 1];
      }
      out.write(unit, 0, (int) Math.min(EVERY, size - at));
    }
  }

  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes a temporary file and renames it, so that {@code path} never names an incomplete file.
   */
  static void write(Path path, Writing writing) throws IOException {
    Path unfinished = Files.createTempFile(path.getParent(), "unfinished", null);
    try {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
        writing.to(out);
      }
      Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /**
   * Returns a file name that depends on the description, so that a different text gets another
   * file.
   */
  static String name(String kind, long size, String ending) {
    return kind + "-" + Integer.toHexString(description().hashCode()) + "-" + size + ending;
  }

  static boolean isWhole(Path path, long size) throws IOException {
    return Files.exists(path) && Files.size(path) == size;
  }

  static long number(Properties properties, String name) {
    return Long.parseLong(properties.getProperty(name));
  }

  /** Returns the folder {@code bench/target/corpus}, next to the jar or the classes. */
  static Path folder() {
    try {
      return Path.of(Corpus.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolveSibling("corpus");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns a table to draw letters from, in which each letter occurs according to its frequency.
   */
  private static byte[] alphabet() {
    byte[] table = new byte[1 << 13];
    int total = 0;
    for (int frequency : FREQUENCIES) {
      total += frequency;
    }
    int letter = 0;
    int sum = FREQUENCIES[0];
    for (int i = 0; i < table.length; i++) {
      while ((long) i * total >= (long) sum * table.length) {
        letter++;
        sum += FREQUENCIES[letter];
      }
      table[i] = (byte) LETTERS.charAt(letter);
    }
    return table;
  }

  /** The writer of a text, which counts its lines and the phrases and dates in them. */
  private static final class Text {
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final byte[] line = new byte[2 * LONGEST];
    private final long size;
    private int wordLeft;
    private int toRare;

    Text(long size) {
      this.size = size;
      this.toRare = random.nextInt(2, 2 * RARE - 1);
    }

    void writeTo(OutputStream out, Properties counted) throws IOException {
      long lines = 0;
      long quick = 0;
      long dates = 0;
      for (long left = size; left > 0; lines++) {
        int length = random.nextInt(SHORTEST, LONGEST + 1);
        // A remainder that is too short for a line of its own belongs to the last line.
        length = left - length < SHORTEST ? (int) left : length;
        fill(length);
        // A single draw decides what to plant, so a line has at most one phrase or date.
        int draw = random.nextInt(PHRASE_LINES);
        if (draw == 0) {
          plant(PHRASE, length);
          quick++;
        } else if (draw <= PHRASE_LINES / QUICK_LINES) {
          plant(QUICK, length);
        } else if (draw <= PHRASE_LINES / QUICK_LINES + PHRASE_LINES / DATE_LINES) {
          plant(date(), length);
          dates++;
        }
        out.write(line, 0, length);
        left -= length;
      }
      counted.setProperty("lines", Long.toString(lines));
      counted.setProperty("quick", Long.toString(quick));
      counted.setProperty("dates", Long.toString(dates));
    }

    private String date() {
      return String.format(Locale.ROOT, "20%02d-%02d", random.nextInt(100), random.nextInt(1, 13));
    }

    private void fill(int length) {
      byte before = '\n';
      for (int i = 0; i < length - 1; i++) {
        before = next(before);
        line[i] = before;
      }
      line[length - 1] = '\n';
    }

    private byte next(byte before) {
      if (--toRare == 0) {
        toRare = random.nextInt(2, 2 * RARE - 1);
        return (byte) RARE_BYTES.charAt(random.nextInt(RARE_BYTES.length()));
      }
      if (wordLeft-- == 0) {
        wordLeft = random.nextInt(SHORTEST_WORD, LONGEST_WORD + 1);
        return ' ';
      }
      byte letter;
      do {
        letter = ALPHABET[random.nextInt() & ALPHABET.length - 1];
      } while (letter == NEVER && before == BEFORE);
      return letter;
    }

    /** Overwrites part of the line with words, with a space before and after them. */
    private void plant(String words, int length) {
      byte[] planted = (" " + words + " ").getBytes(ISO_8859_1);
      int at = random.nextInt(length - planted.length);
      System.arraycopy(planted, 0, line, at, planted.length);
    }
  }
}
