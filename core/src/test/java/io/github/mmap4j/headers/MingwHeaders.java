package io.github.mmap4j.headers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads the numbers of names from the headers of Windows. The headers come from mingw-w64 (Debian's
 * mingw-w64-common). This machine's compiler reads them, with definitions that a compiler for
 * Windows would have: a {@code DWORD} has 32 bits even where a {@code long} has 64.
 */
public final class MingwHeaders {
  private static final Path FOLDER = Path.of("/usr/share/mingw-w64/include");

  private static final List<String> AS_ON_WINDOWS =
      List.of(
          "-U__linux__",
          "-U__unix__",
          "-D_WIN32",
          "-D_WIN64",
          "-D__MINGW32__",
          "-D__MINGW64__",
          "-D__MSVCRT__",
          "-D_WIN32_WINNT=0x0602",
          "-fshort-wchar",
          "-D__declspec(x)=",
          "-D__cdecl=",
          "-D__stdcall=",
          "-D__fastcall=",
          "-D_cdecl=",
          "-D_stdcall=");

  private MingwHeaders() {}

  /** Skips the calling test, with a reason, if headers or compiler are missing. */
  public static void assumeAvailable() {
    assumeTrue(CHeaders.onPath("gcc"), "no gcc on the PATH");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "the headers are read as of x86-64");
    assumeTrue(Files.isDirectory(FOLDER), "no headers in " + FOLDER);
  }

  /** Returns the values of {@code expressions}, each an integer that the compiler knows. */
  public static Map<String, Integer> numbers(
      Path scratch, List<String> headers, Collection<String> expressions) {
    List<String> compiler = new ArrayList<>(List.of("gcc", "-w", "-S", "-o", "-", "-nostdinc"));
    compiler.addAll(List.of("-isystem", FOLDER.toString()));
    compiler.addAll(List.of("-isystem", CHeaders.folderOfGcc(scratch)));
    compiler.addAll(AS_ON_WINDOWS);
    return CHeaders.constants(scratch, headers, expressions, compiler.toArray(String[]::new));
  }
}
