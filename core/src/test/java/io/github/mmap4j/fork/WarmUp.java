package io.github.mmap4j.fork;

import java.util.concurrent.TimeUnit;

/** Limits how often or how long code runs before it meets its faults. */
record WarmUp(int calls, int millis) {
  interface Call {
    void run() throws Exception;
  }

  void of(Call call) throws Exception {
    long begun = System.nanoTime();
    long most = TimeUnit.MILLISECONDS.toNanos(millis);
    for (int i = 0; i < calls && System.nanoTime() - begun < most; i++) {
      call.run();
    }
  }
}
