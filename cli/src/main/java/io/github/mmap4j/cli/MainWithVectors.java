package io.github.mmap4j.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The {@code mmap} command in a JVM that has the vector module. Such a JVM starts by warning on
 * standard error that the module is an incubator's, and no option prevents that. So the launcher of
 * the zip starts it with standard error at {@code /dev/null} and the true one at another
 * descriptor.
 */
public final class MainWithVectors {
  private static final int STANDARD_ERROR = 2;

  /** The descriptor at which the launcher keeps standard error. */
  private static final int KEPT = 9;

  private static final int FAILED = 2;

  private MainWithVectors() {}

  /**
   * Takes standard error back, runs the command and exits.
   *
   * @param args the subcommand and its arguments
   */
  public static void main(String[] args) {
    takeStandardError();
    Main.main(args);
  }

  /** Makes standard error the one that the launcher kept. */
  static void takeStandardError() {
    if (duplicate(KEPT, STANDARD_ERROR) != STANDARD_ERROR) {
      System.exit(FAILED); // Nothing can be said.
    }
  }

  @SuppressWarnings("restricted")
  private static int duplicate(int from, int to) {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor type =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    MethodHandle dup2 = linker.downcallHandle(linker.defaultLookup().findOrThrow("dup2"), type);
    try {
      return (int) dup2.invokeExact(from, to);
    } catch (Throwable e) {
      throw new AssertionError(e); // A native function throws nothing.
    }
  }
}
