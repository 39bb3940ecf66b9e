package io.github.mmap4j.internal.trace;

/**
 * An event that lasts until {@link #close}. It is a Flight Recorder event, or does nothing while
 * the recorder is not in use. A source is a path, or a description of what is mapped instead.
 * Offsets are file offsets.
 */
public interface Trace extends AutoCloseable {
  @Override
  void close();

  /** Returns whether events may be recorded. */
  static boolean isOn() {
    return Holder.isOn();
  }

  static Trace map(String source, long offset, long length) {
    return Holder.isOn() ? new JfrTrace.MapEvent(source, offset, length) : Holder.NONE;
  }

  static Trace unmap(String source, long offset, long length) {
    return Holder.isOn() ? new JfrTrace.UnmapEvent(source, offset, length) : Holder.NONE;
  }

  static Trace resize(String source, long offset, long length, long newLength) {
    return Holder.isOn()
        ? new JfrTrace.ResizeEvent(source, offset, length, newLength)
        : Holder.NONE;
  }

  static Trace advise(String source, long offset, long length, String advice) {
    return Holder.isOn() ? new JfrTrace.AdviseEvent(source, offset, length, advice) : Holder.NONE;
  }

  static Trace flush(String source, long offset, long length) {
    return Holder.isOn() ? new JfrTrace.FlushEvent(source, offset, length) : Holder.NONE;
  }

  static Trace lock(String source, long offset, long length) {
    return Holder.isOn() ? new JfrTrace.LockEvent(source, offset, length) : Holder.NONE;
  }

  /** Records a fault in a range, as an event without duration. */
  static void fault(String source, long offset, long length, long fileSize) {
    if (Holder.isOn()) {
      new JfrTrace.FaultEvent(source, offset, length, fileSize).close();
    }
  }

  /** Records that memory was mapped while another SIGBUS handler was in front of the library's. */
  static void handlerReplaced(String source, long offset, long length) {
    if (Holder.isOn()) {
      new JfrTrace.HandlerReplacedEvent(source, offset, length).close();
    }
  }

  /** A holder that hides the fields, because an interface's own fields are public. */
  final class Holder {
    private static final boolean JFR = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    private static final Trace NONE = () -> {};

    private Holder() {}

    /**
     * Returns whether the recorder is in use. Until then events cost nothing, because their classes
     * are not even loaded.
     */
    private static boolean isOn() {
      return JFR && JfrSwitch.isOn();
    }
  }
}
