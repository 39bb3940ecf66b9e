package io.github.mmap4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Frame frame = new Frame(new Output(shown, Progress.none(), true));

  private String drawn(int rows, String... lines) throws OutputException {
    shown.reset();
    frame.draw(List.of(lines), rows);
    return shown.toString(UTF_8);
  }

  @Test
  void aFrameReplacesTheLastOne() throws OutputException {
    assertEquals("\033[Ka\n\033[Kb\n\033[J", drawn(24, "a", "b"));
    assertEquals("\033[2A\033[Kc\n\033[J", drawn(24, "c"));
    assertEquals("\033[1A\033[Kd\n\033[Ke\n\033[J", drawn(24, "d", "e"));
  }

  @Test
  void aTallFrameIsCutBeforeTheLastLine() throws OutputException {
    assertEquals("\033[Ka\n\033[Kb\n\033[Kc\n\033[J", drawn(4, "a", "b", "c"));
    assertEquals(
        "\033[3A\033[Ka\n\033[K... 2 lines more\n\033[Kd\n\033[J", drawn(4, "a", "b", "c", "d"));
    assertEquals("\033[3A\033[Kd\n\033[J", drawn(2, "a", "b", "c", "d"));
  }

  @Test
  void anEmptyFrameDrawsNothing() throws OutputException {
    assertEquals("\033[J", drawn(24));
  }
}
