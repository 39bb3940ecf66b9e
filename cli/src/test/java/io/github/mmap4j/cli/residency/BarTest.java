package io.github.mmap4j.cli.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.harness.PartlyLoaded;
import io.github.mmap4j.cli.input.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarTest {
  private static final int PAGE = Mmap.PAGESIZE;

  @TempDir Path folder;

  private FileResidency measured(int pages, BitSet loaded) throws IOException, Refusal {
    return FileResidency.of(PartlyLoaded.file(folder.resolve("f"), (long) pages * PAGE, loaded));
  }

  @Test
  void theHeightOfABlockShowsHowMuchIsInMemory() {
    assertEquals(' ', new Cell(0, 100, 0).block());
    assertEquals('▁', new Cell(0, 100, 1).block());
    assertEquals('▄', new Cell(0, 100, 50).block());
    assertEquals('▇', new Cell(0, 100, 99).block());
    assertEquals('█', new Cell(0, 100, 100).block());
  }

  @Test
  void theWholeFileIsInTheBar() throws Exception {
    BitSet loaded = PartlyLoaded.range(0, 8);
    loaded.set(16, 18);
    loaded.set(39);
    assertEquals("▕██  ▄    ▂▏", Bar.of(measured(40, loaded), 12, false));
  }

  @Test
  void fewPagesAreStretched() throws Exception {
    assertEquals("▕    ███   ▏", Bar.of(measured(3, PartlyLoaded.range(1, 2)), 12, false));
  }

  @Test
  void anEmptyFileHasAnEmptyBar() throws Exception {
    Path file = Files.createFile(folder.resolve("empty"));
    assertEquals("▕" + " ".repeat(10) + "▏", Bar.of(FileResidency.of(file), 12, true));
  }

  @Test
  void theColourChangesWithTheLevel() throws Exception {
    BitSet loaded = PartlyLoaded.range(0, 12);
    loaded.set(16, 20);
    assertEquals(
        "▕\033[48;5;236m\033[38;5;99m███ █\033[38;5;167m▄\033[0m▏",
        Bar.of(measuredWithHalf(loaded), 8, true));
  }

  private FileResidency measuredWithHalf(BitSet loaded) throws IOException, Refusal {
    loaded.set(20, 22);
    return measured(24, loaded);
  }
}
