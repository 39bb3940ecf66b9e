package io.github.mmap4j.internal.trace;

import jdk.jfr.FlightRecorder;

/** Tells whether anybody records. Loaded only where the module jdk.jfr is present. */
final class JfrSwitch {
  private JfrSwitch() {}

  static boolean isOn() {
    return FlightRecorder.isInitialized();
  }
}
