/**
 * Matches regular expressions against the bytes of any {@link java.lang.foreign.MemorySegment},
 * also over 2 GiB. {@link io.github.mmap4j.regex.BytePattern} has the syntax of {@link
 * java.util.regex.Pattern}; {@link io.github.mmap4j.regex.Match} is what it finds.
 *
 * <p>A pattern is parsed a second time, for facts that hold for every match: a literal, a set of
 * first bytes, a shortest length. These make a prefilter, which finds candidates in the memory
 * itself. Only there does {@code java.util.regex} run, over a window of copied bytes. If the facts
 * are unknown, {@code java.util.regex} runs alone.
 */
package io.github.mmap4j.regex;
