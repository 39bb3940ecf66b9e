package io.github.mmap4j.cli.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DumpTest {
  private static String dump(byte[] bytes, int... cuts) throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Output out = new Output(shown, Progress.none(), false);
    Dump dump = new Dump(out, DumpForm.CANONICAL, true, false);
    dump.skip(3);
    int from = 0;
    for (int cut : cuts) {
      dump.add(Arrays.copyOfRange(bytes, from, bytes.length), cut - from);
      from = cut;
    }
    dump.add(Arrays.copyOfRange(bytes, from, bytes.length), bytes.length - from);
    assertEquals(3 + bytes.length, dump.end());
    out.flush();
    return shown.toString();
  }

  @Test
  void piecesDoNotChangeTheOutput() throws IOException {
    long seed = System.nanoTime();
    System.out.println("DumpTest: seed " + seed);
    Random random = new Random(seed);
    byte[] bytes = new byte[200];
    Arrays.fill(bytes, 20, 120, (byte) 1);
    String whole = dump(bytes);
    for (int round = 0; round < 1000; round++) {
      int[] cuts = random.ints(5, 0, bytes.length + 1).sorted().toArray();
      assertEquals(whole, dump(bytes, cuts), () -> "seed " + seed + ", " + Arrays.toString(cuts));
    }
  }

  @Test
  void aFirstLineOfZerosIsNotARepetition() throws IOException {
    assertEquals(
        "00000003  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n",
        dump(new byte[16]));
  }
}
