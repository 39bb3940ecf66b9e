package io.github.mmap4j.trial;

import java.io.IOException;
import java.nio.file.Path;

/** The garbage collectors of HotSpot that a user may choose. */
enum Collector {
  SERIAL("Serial"),
  PARALLEL("Parallel"),
  G1("G1"),
  Z("Z"),
  SHENANDOAH("Shenandoah");

  private final String option;

  Collector(String name) {
    this.option = "-XX:+Use" + name + "GC";
  }

  String option() {
    return option;
  }

  /**
   * Returns why the collector can't be used, or null. Some builds of the JDK lack some collectors.
   */
  String obstacle() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    int status =
        new ProcessBuilder(java, option, "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    return status == 0 ? null : "this JDK has no " + option;
  }
}
