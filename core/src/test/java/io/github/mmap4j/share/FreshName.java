package io.github.mmap4j.share;

import java.util.concurrent.atomic.AtomicInteger;

/** Names of shared memory that no other test run has. */
final class FreshName {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private FreshName() {}

  static String next() {
    return "t" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  }
}
