package io.github.mmap4j.internal.trace;

import jdk.jfr.FlightRecorder;

/**
 * Checks whether the Flight Recorder is in use. This class is loaded only if the module jdk.jfr is
 * present.
 */
final class JfrSwitch {
  private JfrSwitch() {}

  static boolean isOn() {
    return FlightRecorder.isInitialized();
  }
}
