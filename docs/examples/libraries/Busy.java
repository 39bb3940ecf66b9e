import io.github.mmap4j.Mmap;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** Checks that a mapping is neither closed nor resized while it is used. */
final class Busy {
  /** Something that closes a mapping or changes its length. */
  interface Ending {
    void run() throws Exception;
  }

  private Busy() {}

  /** Calls close and resize while another thread is in a library, whose call takes a while. */
  static void expectRefusals(Path file, Row.Use use) throws Exception {
    try (Mmap m = Mmap.open(file)) {
      Callable<Object> call = use.of(m);
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Object> working =
          new FutureTask<>(
              () -> {
                begun.countDown();
                return call.call();
              });
      Thread.ofPlatform().start(working);
      begun.await();
      Thread.sleep(200); // from there into the library
      String thrown = refusals(m);
      if (working.isDone() || !thrown.equals("IllegalStateException")) {
        throw new AssertionError("not refused while busy, but: " + thrown);
      }
      working.get();
    }
  }

  /** Returns what both close and resize throw. */
  static String refusals(Mmap m) {
    String name = refusal(() -> m.resize(m.length() + Mmap.PAGESIZE));
    if (!name.equals(refusal(m::close)) || m.isClosed()) {
      throw new AssertionError("close throws something else");
    }
    return name;
  }

  private static String refusal(Ending ending) {
    try {
      ending.run();
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
    throw new AssertionError("is not refused");
  }
}
