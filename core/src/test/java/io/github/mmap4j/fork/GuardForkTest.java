package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.harness.HugePages;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the fault guard beyond plain files in a plain JVM. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the guard is for Linux")
class GuardForkTest {
  private static final int HUGE_PAGES_NEEDED = 8;

  @TempDir private Path folder;

  @BeforeEach
  void needsTheHandler() {
    assumeTrue(NativeAccess.handlerCalls() != null, NativeAccess.missingHandlerCalls());
  }

  // ---- kinds of memory, states of the process

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HUGE_PAGES", "NO_ADDRESS_SPACE"})
  void faultsAreTypedThere(GuardScene scene) throws Exception {
    assertPasses(scene, List.of(), folder);
  }

  @Test
  void faultsAreTypedWithoutAddressSpace() throws Exception {
    // The JVM itself exits if it can't map, so it gets no compiler, and its whole heap at the
    // start.
    assertPasses(
        GuardScene.NO_ADDRESS_SPACE,
        List.of("sh", "-c", "ulimit -v 6000000 && exec \"$@\"", "sh"),
        folder,
        "-Xint",
        "-XX:+UseSerialGC",
        "-Xms256m",
        "-XX:+AlwaysPreTouch");
  }

  @Test
  void faultsAreTypedOnHugePages() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("huge"));
    String mount = "mount -t hugetlbfs -o pagesize=2M none \"$0\"";
    assumeTrue(
        runs("unshare", "-m", "sh", "-c", mount, disk.toString()),
        "needs the right to mount a hugetlbfs");
    List<String> prefix =
        List.of("unshare", "-m", "sh", "-c", mount + " && exec \"$@\"", disk.toString());
    try (HugePages _ = new HugePages(HUGE_PAGES_NEEDED)) {
      assertPasses(GuardScene.HUGE_PAGES, prefix, disk);
    }
  }

  private void assertPasses(GuardScene scene, List<String> prefix, Path place, String... options)
      throws Exception {
    String said =
        ForkedJvm.startUnder(
                prefix,
                folder,
                ForkedJvm.onClassPath(options),
                GuardScene.class,
                scene.name(),
                place)
            .end();
    assertEquals(scene + " passed\n", said);
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  // ---- other code in the process that handles signals

  @Test
  void sixClassLoadersHaveAGuardEach() throws Exception {
    String said = ForkedJvm.run(folder, ForkedJvm.onClassPath(), LoadersProgram.class, folder, 6);
    assertEquals("6 libraries work\n", said);
  }

  @Test
  void aHandlerInFrontThatPassesFaultsOnIsNoticed() throws Exception {
    String said =
        ForkedJvm.run(folder, ForkedJvm.onClassPath(), HandlerInFrontProgram.class, folder);
    assertEquals("passed on\n", said);
  }

  @Test
  void faultsAreTypedUnderCheckedJni() throws Exception {
    assertAllTyped(List.of(), "-Xcheck:jni");
  }

  @Test
  void faultsAreTypedWithLibjsig() throws Exception {
    Path library = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    assumeTrue(Files.exists(library), "this JDK has no " + library);
    assertAllTyped(List.of("env", "LD_PRELOAD=" + library));
  }

  @Test
  void faultsAreTypedWhileTheFlightRecorderRuns() throws Exception {
    assertAllTyped(
        List.of(),
        "-XX:StartFlightRecording:settings=profile,filename=" + folder.resolve("all.jfr"));
    assertTrue(Files.size(folder.resolve("all.jfr")) > 0);
  }

  @Test
  void faultsAreTypedWithADebuggersAgent() throws Exception {
    assertAllTyped(
        List.of(),
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0");
  }

  @Test
  void faultsAreTypedWithReducedSignals() throws Exception {
    assertAllTyped(List.of(), "-Xrs");
  }

  private void assertAllTyped(List<String> prefix, String... options) throws Exception {
    String said =
        ForkedJvm.startUnder(
                prefix,
                folder,
                ForkedJvm.onClassPath(options),
                GuardProgram.class,
                folder.resolve("file"),
                100, // calls to warm up
                5, // milliseconds
                4) // faults
            .end();
    Stream<String> typed = said.lines().filter(line -> line.endsWith(": all typed"));
    assertEquals(1, typed.count(), said);
  }
}
