package io.github.mmap4j.trial;

import io.github.mmap4j.harness.ForkedJvm;
import java.util.ArrayList;
import java.util.List;

/** The ways in which a JVM runs code. */
enum Mode {
  INTERPRETED("-Xint"),
  C1("-XX:TieredStopAtLevel=1"),
  C2("-XX:-TieredCompilation"),
  /** As users run it: a method is compiled while threads still run its earlier form. */
  TIERED("-XX:+TieredCompilation"),
  COMPILED_FIRST("-Xcomp");

  private final List<String> options;

  Mode(String... options) {
    this.options = List.of(options);
  }

  /** Returns the options of a JVM in this mode, with or without vectors. */
  List<String> options(boolean vectors, String... further) {
    List<String> all = new ArrayList<>(List.of(further));
    all.addAll(options);
    if (vectors) {
      all.add("--add-modules=jdk.incubator.vector");
    }
    return ForkedJvm.onClassPath(all.toArray(String[]::new));
  }
}
