package io.github.mmap4j.share;

import java.util.concurrent.atomic.AtomicInteger;

/** Makes names of shared memory that no other test run uses. */
final class FreshName {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private FreshName() {}

  static String next() {
    return "t" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  }
}
