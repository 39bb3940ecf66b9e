package io.github.mmap4j.fork;

import java.util.concurrent.TimeUnit;

/** How often code is run before it meets its faults: so often, or for so long. */
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
