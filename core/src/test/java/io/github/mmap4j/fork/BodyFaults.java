package io.github.mmap4j.fork;

import io.github.mmap4j.Capability;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes a {@link SampleBody} hot on the whole file, then repeatedly truncates the file before
 * running it, on a platform thread and on a virtual one. The fault must be typed, and the next
 * answer must be correct.
 */
final class BodyFaults {
  private final PatternFile file;
  private final SampleBody body;
  private final Object right;
  private final Mmap mmap;

  private BodyFaults(PatternFile file, SampleBody body, Mmap mmap) {
    this.file = file;
    this.body = body;
    this.right = body.rightAnswer();
    this.mmap = mmap;
  }

  static void meet(PatternFile file, Path path, SampleBody body, WarmUp warmUp, int faults)
      throws Exception {
    try (Mmap mmap = Mmap.open(path)) {
      Check.that(
          mmap.capabilities().contains(Capability.FAULT_GUARD), "there is no guard of its faults");
      BodyFaults bodies = new BodyFaults(file, body, mmap);
      warmUp.of(() -> bodies.answer("of the whole file"));
      for (int fault = 0; fault < faults; fault++) {
        if (fault % 2 == 0) {
          bodies.fault();
        } else {
          onVirtualThread(bodies::fault);
        }
      }
    }
  }

  /** Runs {@code call} on a virtual thread and rethrows its failure here. */
  private static void onVirtualThread(WarmUp.Call call) throws Exception {
    Throwable[] failure = {null};
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                call.run();
              } catch (Throwable e) {
                failure[0] = e;
              }
            })
        .join();
    if (failure[0] != null) {
      throw new AssertionError("on a virtual thread", failure[0]);
    }
  }

  private Object guarded() {
    return mmap.guarded(body::unchecked);
  }

  private void answer(String when) {
    Check.same(right, guarded(), body + " " + when);
  }

  private void fault() throws IOException {
    file.truncate();
    try {
      Object wrong = guarded();
      throw new AssertionError(body + " of a truncated file is " + wrong);
    } catch (MappingFaultException e) {
      Check.same((long) PatternFile.LEFT, e.offset(), body + ": the fault's offset");
      Check.same((long) PatternFile.LEFT, e.fileSize(), body + ": the file's size");
    } catch (SampleBody.Checked e) {
      Check.that(
          body.isInTheKernel() && e.getCause() instanceof IOException, body + " throws " + e);
    }
    Check.that(
        PatternFile.are(mmap.getSlice(0, PatternFile.LEFT), 0, PatternFile.LEFT),
        body + ": what is left has changed");
    file.grow();
    answer("after the fault");
  }
}
