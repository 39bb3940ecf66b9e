package io.github.mmap4j;

import io.github.mmap4j.internal.fault.FaultHandler;

/**
 * An event that lasts until {@link #close}: a Flight Recorder event, or nothing without jdk.jfr.
 */
interface Trace extends AutoCloseable {
  @Override
  void close();

  static Trace map(String source, long offset, long length) {
    return Holder.isOn() ? JfrTrace.map(source, offset, length) : Holder.NONE;
  }

  static Trace unmap(OpenMapping mapping) {
    return Holder.isOn() ? JfrTrace.unmap(mapping) : Holder.NONE;
  }

  static Trace resize(OpenMapping mapping, long newLength) {
    return Holder.isOn() ? JfrTrace.resize(mapping, newLength) : Holder.NONE;
  }

  static Trace advise(OpenMapping mapping, long offset, long length, Advice advice) {
    return Holder.isOn() ? JfrTrace.advise(mapping, offset, length, advice) : Holder.NONE;
  }

  /** A fault that was met in a range; it lasts no time. */
  static void fault(OpenMapping mapping, long offset, long length, long fileSize) {
    if (Holder.isOn()) {
      JfrTrace.fault(mapping, offset, length, fileSize).close();
    }
  }

  /** Reports that memory was mapped while another SIGBUS handler is in front of the library's. */
  static void handlerReplaced(OpenMapping mapping) {
    if (Holder.isOn() && FaultHandler.missing() == null && !FaultHandler.isInFront()) {
      JfrTrace.handlerReplaced(mapping).close();
    }
  }

  static Trace flush(OpenMapping mapping, long offset, long length) {
    return Holder.isOn() ? JfrTrace.flush(mapping, offset, length) : Holder.NONE;
  }

  static Trace lock(OpenMapping mapping, long offset, long length) {
    return Holder.isOn() ? JfrTrace.lock(mapping, offset, length) : Holder.NONE;
  }

  /** A class of its own because an interface's fields are public. */
  final class Holder {
    private static final boolean JFR = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    private static final Trace NONE = () -> {};

    private Holder() {}

    /** As long as nobody records, events cost nothing: their classes are not even loaded. */
    private static boolean isOn() {
      return JFR && JfrSwitch.isOn();
    }
  }
}
