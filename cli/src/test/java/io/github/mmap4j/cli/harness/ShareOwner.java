package io.github.mmap4j.cli.harness;

import io.github.mmap4j.share.SharedMemory;
import java.io.IOException;

/** Owns memory of the given name until it is killed. */
public final class ShareOwner {
  private ShareOwner() {}

  public static void main(String[] args) throws IOException {
    SharedMemory.create(args[0], 1);
    System.out.print('+');
    System.out.flush();
    while (System.in.read() >= 0) {}
  }
}
