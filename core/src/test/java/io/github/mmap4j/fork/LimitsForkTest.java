package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reaches the limits of the process and of the disk, in a JVM to which they apply. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the limits are set and told by Linux's own tools")
class LimitsForkTest {
  /** The number of CAP_IPC_LOCK in capability.h. */
  private static final int CAP_IPC_LOCK = 14;

  @TempDir Path directory;

  /** A folder for the output; a disk is mounted over the other one. */
  @TempDir Path output;

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
  }

  private void assertPasses(String limit, String shell, LimitsProgram.Scene scene)
      throws Exception {
    assertPassesUnder(List.of("sh", "-c", shell + " && exec \"$@\"", "sh"), scene, limit);
  }

  @Test
  void filesMayNotBecomeLonger() throws Exception {
    int blocks = 8 * Mmap.PAGESIZE / 512; // the unit of POSIX
    assertPasses("RLIMIT_FSIZE", "ulimit -f " + blocks, LimitsProgram.Scene.FILE_SIZE);
  }

  @Test
  void theAddressSpaceIsFull() throws Exception {
    assertPasses("RLIMIT_AS", "ulimit -v 8388608", LimitsProgram.Scene.ADDRESS_SPACE);
  }

  @Test
  void noMoreMemoryMayBeWritten() throws Exception {
    assertPasses("RLIMIT_DATA", "ulimit -d 2097152", LimitsProgram.Scene.DATA);
  }

  @Test
  void theDescriptorsAreUsedUp() throws Exception {
    assertPasses("RLIMIT_NOFILE", "ulimit -n 100", LimitsProgram.Scene.DESCRIPTORS);
  }

  /**
   * The limit belongs to the system, so the program maps pages until it is reached. The program is
   * interpreted, because the virtual machine ends if a compiler finds no memory.
   */
  @Test
  void noMoreMemoryMayBeMapped() throws Exception {
    long most = Long.parseLong(Files.readString(Path.of("/proc/sys/vm/max_map_count")).strip());
    assumeTrue(most <= MapLimitProgram.MOST, "vm.max_map_count is too high to be reached");
    List<String> options =
        ForkedJvm.withJUnit(
            "-Xint", "-Xms128m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch");
    String said = ForkedJvm.run(output, options, MapLimitProgram.class, directory);
    for (String refused : MapLimitProgram.REFUSED) {
      assertTrue(said.contains(refused + ": refused "), said);
      assertFalse(said.contains(refused + ": refused 0 times"), said);
    }
  }

  @Test
  void forgottenMappingsMakeRoomForNewOnes() throws Exception {
    assertPasses("RLIMIT_AS", "ulimit -v 8388608", LimitsProgram.Scene.FORGOTTEN_MEMORY);
    assertPasses("RLIMIT_NOFILE", "ulimit -n 100", LimitsProgram.Scene.FORGOTTEN_FILES);
  }

  @Test
  void noMoreMemoryMayBeLocked() throws Exception {
    assertPasses(
        "RLIMIT_MEMLOCK",
        "ulimit -l 128 && " + withoutTheRightToLock(),
        LimitsProgram.Scene.LOCKED_MEMORY);
  }

  @Test
  void noMemoryMayBeLocked() throws Exception {
    assertPasses(
        "RLIMIT_MEMLOCK",
        "ulimit -l 0 && " + withoutTheRightToLock(),
        LimitsProgram.Scene.NO_LOCKS);
  }

  /**
   * Returns the shell commands that make the limit apply; root has CAP_IPC_LOCK, which overrides
   * it.
   */
  private static String withoutTheRightToLock() throws Exception {
    long effective = Long.parseUnsignedLong(Proc.status("CapEff"), 16);
    if ((effective & 1L << CAP_IPC_LOCK) == 0) {
      return "true";
    }
    String drop = "setpriv --bounding-set=-ipc_lock";
    assumeTrue(runs(List.of("sh", "-c"), drop + " true"), "needs setpriv, to give up CAP_IPC_LOCK");
    return "set -- " + drop + " \"$@\"";
  }

  @Test
  void theDiskIsFull() throws Exception {
    assertPassesOn("tmpfs -o size=1m", "true", LimitsProgram.Scene.DISK);
  }

  /** The limit is that of all named memory, which lies in one folder. */
  @Test
  void namedMemoryIsFull() throws Exception {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
    String mount = "mount -t tmpfs -o size=1m none /dev/shm";
    List<String> own = List.of("unshare", "-m", "sh", "-c");
    assumeTrue(runs(own, mount), "needs the right to mount a folder of named memory of its own");
    List<String> prefix = new ArrayList<>(own);
    prefix.addAll(List.of(mount + " && exec \"$@\"", "sh"));
    assertPassesUnder(prefix, LimitsProgram.Scene.NAMED_MEMORY, "tmpfs on /dev/shm");
  }

  /** The C library's substitute for reserving blocks must change no byte. */
  @Test
  void aFileSystemThatCanNotReserveIsWrittenTo() throws Exception {
    String refuses = "! fallocate -l 1 \"$0/other\" 2>/dev/null";
    assertPassesOn("ramfs", refuses, LimitsProgram.Scene.NO_FALLOCATE);
  }

  /** Runs the scene on a disk of its own, which a mount namespace hides from other processes. */
  private void assertPassesOn(String disk, String shell, LimitsProgram.Scene scene)
      throws Exception {
    String mount = "mount -t " + disk + " none \"$0\"";
    List<String> own = List.of("unshare", "-m", "sh", "-c");
    assumeTrue(
        runs(own, mount, directory.toString()), "needs the right to mount a disk of its own");
    List<String> prefix = new ArrayList<>(own);
    prefix.addAll(List.of(mount + " && " + shell + " && exec \"$@\"", directory.toString()));
    assertPassesUnder(prefix, scene, disk);
  }

  private void assertPassesUnder(List<String> prefix, LimitsProgram.Scene scene, String limit)
      throws Exception {
    List<String> options = ForkedJvm.withJUnit("-Xmx128m", "-XX:+UseSerialGC");
    ForkedJvm jvm =
        ForkedJvm.startUnder(prefix, output, options, LimitsProgram.class, scene, directory);
    assertEquals(scene + " passed\n", jvm.end(), limit);
  }

  private static boolean runs(List<String> shell, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of(arguments));
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
}
