package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.documents.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that the documentation of advice that discards data says so first. */
class AdviceTest {
  /** A Javadoc comment and the declaration after it, up to the opening parenthesis. */
  private static final Pattern DOCUMENTED =
      Pattern.compile("/\\*\\*\\s+(?:\\* )?((?:(?!\\*/)[\\s\\S])*)\\*/\\s+([\\w ]+)\\(");

  private static String source(String file) throws IOException {
    return Source.of("core").stream()
        .filter(source -> source.fileName().equals(file))
        .findFirst()
        .orElseThrow()
        .text();
  }

  @Test
  void adviceThatDiscardsDataBeginsWithThat() throws IOException {
    Set<Advice> losing = EnumSet.noneOf(Advice.class);
    Matcher constant = DOCUMENTED.matcher(source("Advice.java"));
    while (constant.find()) {
      if (constant.group(1).startsWith("Discards ")) {
        losing.add(Advice.valueOf(constant.group(2)));
      }
    }
    assertEquals(
        EnumSet.of(
            Advice.DONTNEED, Advice.REMOVE, Advice.HWPOISON, Advice.FREE, Advice.FREE_REUSABLE),
        losing);
  }

  @Test
  void madviseWarnsOfAdviceThatDiscardsData() throws IOException {
    List<String> texts = new ArrayList<>();
    Matcher method = DOCUMENTED.matcher(source("Mmap.java"));
    while (method.find()) {
      if (method.group(2).equals("public void madvise")) {
        texts.add(method.group(1));
      }
    }
    assertEquals(3, texts.size());
    for (String text : texts) {
      assertTrue(text.substring(0, text.indexOf("@param")).contains("discard"), text);
    }
    for (String advice : List.of("DONTNEED", "FREE", "REMOVE")) {
      assertTrue(texts.getLast().contains("Advice#" + advice), texts.getLast());
    }
  }
}
