package io.github.mmap4j.cli.diff;

/**
 * How a comparison is shown.
 *
 * @param ranges whether all ranges are shown instead of the first difference
 * @param json whether the result is JSON
 * @param quiet whether nothing is shown
 * @param gap ranges at most this many equal bytes apart are joined
 * @param limit how many ranges are shown at most
 */
public record DiffOptions(boolean ranges, boolean json, boolean quiet, long gap, long limit) {}
