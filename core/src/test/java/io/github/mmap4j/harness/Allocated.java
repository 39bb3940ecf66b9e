package io.github.mmap4j.harness;

/** Counts allocated bytes. */
public final class Allocated {
  private Allocated() {}

  /**
   * Returns the bytes that this thread has allocated; by reflection, as the library requires no
   * such module.
   */
  public static long byThisThread() throws ReflectiveOperationException {
    Object threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    return (long)
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getCurrentThreadAllocatedBytes")
            .invoke(threads);
  }
}
