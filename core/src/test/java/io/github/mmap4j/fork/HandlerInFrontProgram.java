package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.os.HandlerCalls;
import io.github.mmap4j.internal.os.NativeAccess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Installs another SIGBUS handler in front of ours, which passes all signals on. Ours must still
 * work, but not be reported as a capability. Argument: a folder.
 */
final class HandlerInFrontProgram {
  private HandlerInFrontProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]).resolve("file");
    try (PatternFile file = new PatternFile(path);
        Mmap mmap = Mmap.open(path)) {
      Check.that(mmap.capabilities().contains(Capability.FAULT_GUARD), "no guard");
      GuardScene.faultAndBack(mmap, file);
      install();
      Check.that(!mmap.capabilities().contains(Capability.FAULT_GUARD), "told of a guard");
      for (int round = 0; round < 50; round++) {
        GuardScene.faultAndBack(mmap, file);
      }
      try (Mmap later = Mmap.open(path)) {
        GuardScene.faultAndBack(later, file);
      }
    }
    System.out.println("passed on");
  }

  /** Machine code that jumps to the earlier handler. */
  private static byte[] code(long before) {
    String jump =
        switch (System.getProperty("os.arch")) {
          case "aarch64" -> "5000005800021fd6"; // ldr x16, .+8; br x16
          case "riscv64" ->
              "9703000083b303016780030013000000"; // auipc t2; ld t2, 16(t2); jr t2; nop
          default -> "ff2500000000"; // jmp *(%rip)
        };
    byte[] code = HexFormat.of().parseHex(jump);
    return ByteBuffer.allocate(code.length + Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(code)
        .putLong(before)
        .array();
  }

  private static void install() {
    HandlerCalls calls = NativeAccess.handlerCalls();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(HandlerCalls.ACTION_BYTES, Long.BYTES);
      Check.same(0, calls.action(action), "sigaction");
      byte[] code = code(action.get(JAVA_LONG, HandlerCalls.ACTION_HANDLER));
      long page = calls.newMemory(code.length);
      MemorySegment.copy(code, 0, calls.segment(page, code.length), JAVA_BYTE, 0, code.length);
      Check.same(0, calls.makeExecutable(page, code.length), "mprotect");
      action.set(JAVA_LONG, HandlerCalls.ACTION_HANDLER, page);
      Check.same(0, calls.setAction(action), "sigaction");
    }
  }
}
