package io.github.mmap4j.regex;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Objects;

/**
 * A match of a {@link BytePattern}, with its position and those of its groups. Group 0 is the whole
 * match. All offsets are in bytes from the start of the text. If a group took no part in the match,
 * both its start and its end are {@link #ABSENT}.
 *
 * {@snippet :
 * BytePattern pair = BytePattern.compile("(?<key>\\w+)=(\\d+)");
 * for (Match match : (Iterable<Match>) pair.all(m.asSegment())::iterator) {
 *   String key = new String(match.bytes("key"), UTF_8);
 *   System.out.println(key + " at " + match.start() + ", its number at " + match.start(2));
 * }
 * }
 *
 * <p>The offsets never change. The bytes are read on demand, so they reflect later changes to the
 * text.
 */
public final class Match {
  /** The value of both the start and the end of a group that took no part in the match. */
  public static final long ABSENT = -1;

  private final MemorySegment text;

  /** The start and the end of group 0, then of group 1, and so on. */
  private final long[] bounds;

  private final Map<String, Integer> names;

  Match(MemorySegment text, long[] bounds, Map<String, Integer> names) {
    this.text = text;
    this.bounds = bounds;
    this.names = names;
  }

  /** {@return the start of the match} */
  public long start() {
    return bounds[0];
  }

  /** {@return the end (exclusive) of the match} */
  public long end() {
    return bounds[1];
  }

  /** {@return the number of bytes in the match, which is 0 for an empty match} */
  public long length() {
    return bounds[1] - bounds[0];
  }

  /** {@return the number of groups in the pattern, not counting group 0} */
  public int groupCount() {
    return bounds.length / 2 - 1;
  }

  /**
   * {@return the start of a group, or {@link #ABSENT} if the group took no part in the match}
   *
   * @param group the group's number, 0 to {@link #groupCount()}
   * @throws IndexOutOfBoundsException if there is no such group
   */
  public long start(int group) {
    return bounds[2 * Objects.checkIndex(group, groupCount() + 1)];
  }

  /**
   * {@return the end (exclusive) of a group, or {@link #ABSENT} if the group took no part in the
   * match}
   *
   * @param group the group's number, 0 to {@link #groupCount()}
   * @throws IndexOutOfBoundsException if there is no such group
   */
  public long end(int group) {
    return bounds[2 * Objects.checkIndex(group, groupCount() + 1) + 1];
  }

  /**
   * {@return the start of a group, or {@link #ABSENT} if the group took no part in the match}
   *
   * @param group the group's name
   * @throws IllegalArgumentException if there is no such group
   */
  public long start(String group) {
    return start(number(group));
  }

  /**
   * {@return the end (exclusive) of a group, or {@link #ABSENT} if the group took no part in the
   * match}
   *
   * @param group the group's name
   * @throws IllegalArgumentException if there is no such group
   */
  public long end(String group) {
    return end(number(group));
  }

  /** {@return an unmodifiable map from the names of groups to their numbers} */
  public Map<String, Integer> namedGroups() {
    return names;
  }

  /**
   * {@return a copy of the bytes in the match}
   *
   * @throws IllegalStateException if the bytes do not fit in an array, or if the memory has been
   *     closed
   */
  public byte[] bytes() {
    return bytes(0);
  }

  /**
   * {@return a copy of the bytes of a group, or null if the group took no part in the match}
   *
   * @param group the group's number, 0 to {@link #groupCount()}
   * @throws IndexOutOfBoundsException if there is no such group
   * @throws IllegalStateException if the bytes do not fit in an array, or if the memory has been
   *     closed
   */
  public byte[] bytes(int group) {
    long from = start(group);
    return from == ABSENT ? null : FaultGuard.copy(text, from, end(group) - from);
  }

  /**
   * {@return a copy of the bytes of a group, or null if the group took no part in the match}
   *
   * @param group the group's name
   * @throws IllegalArgumentException if there is no such group
   * @throws IllegalStateException if the bytes do not fit in an array, or if the memory has been
   *     closed
   */
  public byte[] bytes(String group) {
    return bytes(number(group));
  }

  private int number(String group) {
    Integer number = names.get(group);
    if (number == null) {
      throw new IllegalArgumentException("no group named " + group);
    }
    return number;
  }

  /** {@return the offsets, as in {@code Match[3, 5)}} */
  @Override
  public String toString() {
    return "Match[" + start() + ", " + end() + ")";
  }
}
