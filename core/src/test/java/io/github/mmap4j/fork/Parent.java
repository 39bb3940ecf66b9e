package io.github.mmap4j.fork;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Tells whether the process that started this one wants it to go on: it does until it closes this
 * process's standard input or ends.
 */
public final class Parent {
  private static volatile boolean wants = true;

  private Parent() {}

  /** Starts listening; {@link #wantsMore} may then be called at any time. */
  public static void listen() {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                wants = false;
              }
            });
  }

  public static boolean wantsMore() {
    return wants;
  }
}
