package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.SplittableRandom;

/**
 * The text of a {@link Corpus}, in which one line in {@value #LINES} has an e-mail address, as many
 * lines have a near miss without a top-level domain, and one line in {@value #PHRASE_LINES} has
 * {@link #PHRASE}. The text of each size is created once, always with the same content.
 *
 * @param path the path of the file
 * @param addresses the number of addresses, at most one per line
 * @param phrases the number of lines with the phrase
 */
record AddressText(Path path, long addresses, long phrases) {
  static final int LINES = 10;
  static final int PHRASE_LINES = 10_000;

  /** The phrase for the back-reference, in which a word is repeated. */
  static final String PHRASE = "quick fox, quick jumps";

  static AddressText in(Path folder, long size) throws IOException {
    Path path = folder.resolve(Corpus.name("addresses", size, ".txt"));
    Path truth = folder.resolve(Corpus.name("addresses", size, ".properties"));
    if (!Corpus.isWhole(path, size) || !Files.exists(truth)) {
      Path words = Corpus.in(folder, size).path();
      Properties counted = new Properties();
      Corpus.write(path, out -> write(words, out, counted));
      try (Writer out = Files.newBufferedWriter(truth)) {
        counted.store(out, null);
      }
    }
    Properties counted = new Properties();
    try (Reader in = Files.newBufferedReader(truth)) {
      counted.load(in);
    }
    return new AddressText(
        path, Corpus.number(counted, "addresses"), Corpus.number(counted, "phrases"));
  }

  private static void write(Path words, OutputStream out, Properties counted) throws IOException {
    SplittableRandom random = new SplittableRandom(Corpus.SEED);
    long addresses = 0;
    long phrases = 0;
    try (BufferedReader in = Files.newBufferedReader(words, ISO_8859_1)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int draw = random.nextInt(PHRASE_LINES);
        String planted = "";
        if (draw == 0) {
          planted = " " + PHRASE + " ";
          phrases++;
        } else if (draw % LINES == 1) {
          planted = " jane.doe" + random.nextInt(100) + "@mail-" + draw % 7 + ".example.org ";
          addresses++;
        } else if (draw % LINES == 2) {
          planted = " root@localhost ";
        }
        int at = random.nextInt(line.length() - planted.length() + 1);
        out.write(line.substring(0, at).getBytes(ISO_8859_1));
        out.write(planted.getBytes(ISO_8859_1));
        out.write(line.substring(at + planted.length()).getBytes(ISO_8859_1));
        out.write('\n');
      }
    }
    counted.setProperty("addresses", Long.toString(addresses));
    counted.setProperty("phrases", Long.toString(phrases));
  }
}
