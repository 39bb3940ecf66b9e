package io.github.mmap4j.cli.memory;

import io.github.mmap4j.Advice;
import io.github.mmap4j.cli.input.Refusal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The advice that the command may send, and its effect on a file. */
public final class KnownAdvice {
  /** The advice that takes memory of the machine out of service, whatever that memory contains. */
  private static final Set<Advice> NEVER = EnumSet.of(Advice.HWPOISON, Advice.SOFT_OFFLINE);

  private static final Set<Advice> LOSING = EnumSet.of(Advice.REMOVE, Advice.FREE_REUSABLE);

  private static final Set<Advice> WRITING = EnumSet.of(Advice.REMOVE, Advice.POPULATE_WRITE);

  private static final Set<Advice> RELEASING = EnumSet.of(Advice.COLD, Advice.PAGEOUT);

  /** The advice that acts on the file or on its pages in the page cache. */
  private static final Set<Advice> LASTING =
      EnumSet.of(
          Advice.WILLNEED,
          Advice.REMOVE,
          Advice.COLD,
          Advice.PAGEOUT,
          Advice.POPULATE_READ,
          Advice.POPULATE_WRITE,
          Advice.COLLAPSE);

  private KnownAdvice() {}

  /** Returns the advice with the given name, which may be in upper or lower case. */
  public static Advice named(String name) throws Refusal {
    String wanted = name.toUpperCase(Locale.ROOT);
    for (Advice advice : NEVER) {
      if (advice.name().equals(wanted)) {
        throw new Refusal(wanted + " takes memory of the machine out of service; it is never sent");
      }
    }
    return known()
        .filter(advice -> advice.name().equals(wanted))
        .findAny()
        .orElseThrow(
            () ->
                new Refusal(
                    "this system has no advice '%s', only %s"
                        .formatted(name, String.join(", ", names()))));
  }

  /** Returns the names of all advice that this system has and the command may send. */
  public static List<String> names() {
    return known().map(Enum::name).toList();
  }

  private static Stream<Advice> known() {
    return Arrays.stream(Advice.values())
        .filter(advice -> advice.isSupported() && !NEVER.contains(advice));
  }

  /** Returns whether {@code advice} makes the file lose bytes. */
  public static boolean losesBytes(Advice advice) {
    return LOSING.contains(advice);
  }

  /** Returns whether {@code advice} requires a writable mapping. */
  public static boolean needsWriting(Advice advice) {
    return WRITING.contains(advice);
  }

  /** Returns whether {@code advice} asks the system to reclaim pages, now or soon. */
  public static boolean releasesPages(Advice advice) {
    return RELEASING.contains(advice);
  }

  /** Returns whether the effect of {@code advice} outlasts the mapping. */
  public static boolean outlastsMapping(Advice advice) {
    return LASTING.contains(advice);
  }
}
