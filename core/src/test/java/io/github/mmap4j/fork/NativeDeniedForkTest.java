package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what JVM options, or the system, take away. */
class NativeDeniedForkTest {
  private static final String PAGES =
      "PAGESIZE " + Mmap.PAGESIZE + ", " + Mmap.ALLOCATIONGRANULARITY;

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("file");
  }

  @Test
  void filesAreMappedByTheJdkWhereNativeAccessIsDenied() throws Exception {
    String option = "--enable-native-access=ALL-UNNAMED";
    String said =
        ForkedJvm.run(folder, ForkedJvm.denied(), NativeDeniedProgram.class, file(), option);
    assertEquals(PAGES, said.strip());
  }

  @Test
  void aModuleWithoutNativeAccessNamesItself() throws Exception {
    String option = "--enable-native-access=io.github.mmap4j";
    String said =
        ForkedJvm.run(
            folder,
            ForkedJvm.onModulePath("--illegal-native-access=deny"),
            NativeDeniedProgram.class,
            file(),
            option);
    assertEquals(PAGES, said.strip());
  }

  @Test
  void theLibraryIsAModule() throws Exception {
    assertEquals("io.github.mmap4j true", saidByTheModule());
  }

  @Test
  void theModuleNeedsNoOtherThanTheBase() throws Exception {
    assertEquals("io.github.mmap4j false", saidByTheModule("--limit-modules=java.base"));
  }

  private String saidByTheModule(String... options) throws Exception {
    String[] all = new String[options.length + 2];
    all[0] = "--illegal-native-access=deny";
    all[1] = "--enable-native-access=io.github.mmap4j";
    System.arraycopy(options, 0, all, 2, options.length);
    return ForkedJvm.run(folder, ForkedJvm.onModulePath(all), NativeAllowedProgram.class, file())
        .strip();
  }

  @Test
  void aSystemWithoutMmapSaysSo() throws Exception {
    Files.writeString(file(), "x");
    String said =
        ForkedJvm.run(
            folder,
            ForkedJvm.onClassPath("-Dos.name=WASI", "-Dos.arch=wasm32"),
            NoMmapProgram.class,
            file());
    String sentence = "memory can't be mapped on WASI: it has no mmap";
    assertEquals(Collections.nCopies(4, sentence), said.lines().toList());
  }
}
