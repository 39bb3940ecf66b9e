package io.github.mmap4j;

/**
 * An event that lasts until {@link #close}: a Flight Recorder event, or nothing without jdk.jfr.
 */
interface Trace extends AutoCloseable {
  @Override
  void close();

  static Trace map(String source, long offset, long length) {
    return Holder.JFR ? JfrTrace.map(source, offset, length) : Holder.NONE;
  }

  static Trace unmap(OpenMapping mapping) {
    return Holder.JFR ? JfrTrace.unmap(mapping) : Holder.NONE;
  }

  static Trace resize(OpenMapping mapping, long newLength) {
    return Holder.JFR ? JfrTrace.resize(mapping, newLength) : Holder.NONE;
  }

  static Trace flush(OpenMapping mapping, long offset, long length) {
    return Holder.JFR ? JfrTrace.flush(mapping, offset, length) : Holder.NONE;
  }

  /** Decided once; a class of its own because an interface's fields are public. */
  final class Holder {
    private static final boolean JFR = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    private static final Trace NONE = () -> {};

    private Holder() {}
  }
}
