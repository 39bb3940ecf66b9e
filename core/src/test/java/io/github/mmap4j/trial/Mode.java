package io.github.mmap4j.trial;

import io.github.mmap4j.fork.ForkedJvm;
import java.util.ArrayList;
import java.util.List;

/** How code is run in a virtual machine. */
enum Mode {
  INTERPRETED("-Xint"),
  C1("-XX:TieredStopAtLevel=1"),
  C2("-Xbatch");

  private final String option;

  Mode(String option) {
    this.option = option;
  }

  /** The options of a virtual machine of this mode, with vectors or without. */
  List<String> options(boolean vectors, String... further) {
    List<String> all = new ArrayList<>(List.of(further));
    all.add(option);
    if (vectors) {
      all.add("--add-modules=jdk.incubator.vector");
    }
    return ForkedJvm.onClassPath(all.toArray(String[]::new));
  }
}
