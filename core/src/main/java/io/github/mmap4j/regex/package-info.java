/**
 * Matches regular expressions against the bytes of any {@link java.lang.foreign.MemorySegment},
 * even one larger than 2 GiB. {@link io.github.mmap4j.regex.BytePattern} accepts the syntax of
 * {@link java.util.regex.Pattern} and returns each match as a {@link io.github.mmap4j.regex.Match}.
 *
 * <p>A pattern is parsed a second time to derive facts that hold for every match, such as a
 * literal, a set of first bytes or a minimum length. These facts form a prefilter, which finds
 * candidates. {@code java.util.regex} then checks the candidates in a window of copied bytes. If
 * the facts are unknown or the candidates too common, {@code java.util.regex} searches without the
 * prefilter.
 */
package io.github.mmap4j.regex;
