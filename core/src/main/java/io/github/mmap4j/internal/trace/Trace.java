package io.github.mmap4j.internal.trace;

/**
 * An event that lasts until {@link #close}: a Flight Recorder event, or one that does nothing while
 * the recorder is not in use. The source of an event is a path, or a description of what is mapped
 * instead. Offsets are file offsets.
 */
public interface Trace extends AutoCloseable {
  @Override
  void close();

  /** Returns whether events may be recorded. */
  static boolean isOn() {
    return Holder.isOn();
  }

  static Trace map(String source, long offset, long length) {
    return Holder.isOn() ? new JfrTrace.MapEvent().over(source, offset, length) : Holder.NONE;
  }

  static Trace unmap(String source, long offset, long length) {
    return Holder.isOn() ? new JfrTrace.UnmapEvent().over(source, offset, length) : Holder.NONE;
  }

  static Trace resize(String source, long offset, long length, long newLength) {
    return Holder.isOn()
        ? new JfrTrace.ResizeEvent(newLength).over(source, offset, length)
        : Holder.NONE;
  }

  static Trace advise(String source, long offset, long length, String advice) {
    return Holder.isOn()
        ? new JfrTrace.AdviseEvent(advice).over(source, offset, length)
        : Holder.NONE;
  }

  static Trace flush(String source, long offset, long length) {
    return Holder.isOn() ? new JfrTrace.FlushEvent().over(source, offset, length) : Holder.NONE;
  }

  static Trace lock(String source, long offset, long length) {
    return Holder.isOn() ? new JfrTrace.LockEvent().over(source, offset, length) : Holder.NONE;
  }

  /** Records a fault in a range, as an event without duration. */
  static void fault(String source, long offset, long length, long fileSize) {
    if (Holder.isOn()) {
      new JfrTrace.FaultEvent(fileSize).over(source, offset, length).close();
    }
  }

  /** Records that memory was mapped while another SIGBUS handler was in front of the library's. */
  static void handlerReplaced(String source, long offset, long length) {
    if (Holder.isOn()) {
      new JfrTrace.HandlerReplacedEvent().over(source, offset, length).close();
    }
  }

  /**
   * Records that memory stays mapped because the system refused to unmap it, and there is no caller
   * to throw an exception to. Logs a warning, too, because Flight Recorder is usually off.
   */
  static void stillMapped(String source, long address, long length, String error) {
    System.getLogger("io.github.mmap4j")
        .log(
            System.Logger.Level.WARNING,
            "%s: munmap(0x%x, %d): %s; the memory stays mapped"
                .formatted(source, address, length, error));
    if (Holder.isOn()) {
      new JfrTrace.UnmapFailedEvent(address, error).over(source, 0, length).close();
    }
  }

  /** A holder that hides the fields, because an interface's own fields are public. */
  final class Holder {
    private static final boolean JFR = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    private static final Trace NONE = () -> {};

    private Holder() {}

    /**
     * Returns whether the recorder is in use. Until the recorder is in use, events cost nothing,
     * because their classes are not even loaded.
     */
    private static boolean isOn() {
      return JFR && JfrSwitch.isOn();
    }
  }
}
