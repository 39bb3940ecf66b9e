package io.github.mmap4j.harness;

import java.io.IOException;

/** Runs commands that a test may lack, or may have no right to run. */
public final class Command {
  private Command() {}

  /** Returns what a command prints, or null if it fails or is missing. */
  public static String printed(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes()).strip();
      return process.waitFor() == 0 ? printed : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Returns whether a command could be run and succeeded. */
  public static boolean runs(String... command) throws InterruptedException {
    return printed(command) != null;
  }
}
