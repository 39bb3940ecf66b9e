package io.github.mmap4j.cli.grep;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pieces of a file that need not end with a line begin in the block of a zero byte. */
class TextSearchTest {
  @Test
  void onlyAZeroInTheSameBlockCounts() throws Exception {
    byte[] text = new byte[3 * TextSearch.BLOCK];
    Arrays.fill(text, (byte) 'a');
    int zero = TextSearch.BLOCK + 10;
    text[zero] = 0;
    PatternOptions patterns = new PatternOptions();
    Output out = new Output(OutputStream.nullOutputStream(), Progress.none(), false);
    GrepOutput output = new GrepOutput(out, new GrepOptions());
    JsonLine json = new JsonLine(out, new GrepTarget("f", null, null));
    LinePrinter printer = new LinePrinter(output, output.head("f"), false, json, 1);
    TextSearch search =
        new TextSearch(GrepPattern.of(List.of("b"), patterns), patterns, output, printer);
    search.show(MemorySegment.ofArray(text), 0);
    assertFalse(search.isBinaryAt(0));
    assertFalse(search.isBinaryAt(TextSearch.BLOCK - 1));
    assertTrue(search.isBinaryAt(TextSearch.BLOCK));
    assertTrue(search.isBinaryAt(zero));
    assertFalse(search.isBinaryAt(zero + 1));
    int later = 5; // a part that starts within a block
    search.show(MemorySegment.ofArray(text).asSlice(later), later);
    assertFalse(search.isBinaryAt(TextSearch.BLOCK - later - 1));
    assertTrue(search.isBinaryAt(TextSearch.BLOCK - later));
  }
}
