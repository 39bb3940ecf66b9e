package io.github.mmap4j.trial;

import io.github.mmap4j.harness.ForkedJvm;
import java.util.ArrayList;
import java.util.List;

/** How code is run in a virtual machine. */
enum Mode {
  INTERPRETED("-Xint"),
  C1("-XX:TieredStopAtLevel=1"),
  C2("-XX:-TieredCompilation"),
  /** As users have it: each method is compiled while others go on in an earlier form. */
  TIERED("-XX:+TieredCompilation"),
  COMPILED_FIRST("-Xcomp");

  private final List<String> options;

  Mode(String... options) {
    this.options = List.of(options);
  }

  /** The options of a virtual machine of this mode, with vectors or without. */
  List<String> options(boolean vectors, String... further) {
    List<String> all = new ArrayList<>(List.of(further));
    all.addAll(options);
    if (vectors) {
      all.add("--add-modules=jdk.incubator.vector");
    }
    return ForkedJvm.onClassPath(all.toArray(String[]::new));
  }
}
