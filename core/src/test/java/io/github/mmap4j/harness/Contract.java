package io.github.mmap4j.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A mapping of each kind in turn, made before each test; what holds for all is said once. */
@ParameterizedClass
@EnumSource(Kind.class)
public abstract class Contract {
  protected static final int PAGE = Mmap.PAGESIZE;

  /** Not a whole number of pages. */
  protected static final int LENGTH = 3 * PAGE + 123;

  @Parameter protected Kind kind;
  @TempDir protected Path directory;

  protected Mapped mapped;
  protected Mmap m;

  /** What the memory must hold; a test that writes changes it too. */
  protected byte[] expected;

  @BeforeEach
  final void map() throws IOException {
    expected = Kind.content(LENGTH);
    mapped = kind.map(directory, expected);
    m = mapped.mmap();
  }

  @AfterEach
  final void unmap() throws IOException {
    if (mapped != null) {
      mapped.close();
    }
  }

  /**
   * Puts {@code bytes} where a test wants them in memory and file, also under a read-only mapping.
   */
  protected final void put(int at, byte[] bytes) throws IOException {
    if (kind.isReadOnly()) {
      mapped.writeFile(at, bytes);
    } else {
      m.setSlice(at, at + bytes.length, bytes);
    }
    System.arraycopy(bytes, 0, expected, at, bytes.length);
  }

  protected final void assertMemoryAsExpected() {
    assertEquals(-1, Arrays.mismatch(expected, m.getSlice(0)), "first byte that differs");
  }

  protected final byte[] part(int from, int to) {
    return Arrays.copyOfRange(expected, from, to);
  }
}
