package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NativeAccessTest {
  @Test
  void thisSystemHasItsOwnPage() {
    assumeTrue(Platform.current() == Platform.LINUX, "the page tested here is Linux's");
    assertInstanceOf(LinuxSystemCalls.class, NativeAccess.of(Platform.LINUX));
    assertInstanceOf(LinuxSystemCalls.class, NativeAccess.os());
    assertNull(NativeAccess.missing());
  }

  /**
   * Either all calls of a system are linked or none, so no later call finds its function missing.
   */
  @ParameterizedTest
  @EnumSource(names = {"MACOS", "WINDOWS"})
  void aPageThatCanNotBeLinkedIsRefusedAtOnce(Platform platform) {
    assumeTrue(Platform.current() == Platform.LINUX, "the page might be this system's");
    assumeTrue(
        platform != Platform.MACOS || !Platform.architecture().equals("aarch64"),
        "Linux on arm64 has calls of all the names that macOS's page links");
    assertThrows(RuntimeException.class, () -> NativeAccess.of(platform));
  }

  @ParameterizedTest
  @EnumSource(names = {"FREEBSD", "OPENBSD", "OTHER"})
  void otherSystemsHaveNone(Platform platform) {
    assertNull(NativeAccess.of(platform));
  }

  @Test
  void aPageOfApplesOwnProcessorsIsKnownWithoutACall() {
    assertEquals(16384, NativeAccess.usualPage(Platform.MACOS, "aarch64"));
    assertEquals(4096, NativeAccess.usualPage(Platform.MACOS, "x86_64"));
    assertEquals(4096, NativeAccess.usualPage(Platform.WINDOWS, "aarch64"));
  }

  @Test
  void onlyWindowsTakesZeroForNoFile() {
    for (Platform platform : Platform.values()) {
      assertEquals(true, platform.isNoFile(-1));
      assertEquals(platform == Platform.WINDOWS, platform.isNoFile(0));
      assertEquals(false, platform.isNoFile(1));
    }
  }
}
