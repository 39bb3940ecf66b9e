package io.github.mmap4j.cli.diff;

/**
 * The options for showing a comparison.
 *
 * @param ranges whether all ranges are shown instead of the first difference
 * @param json whether the result is JSON
 * @param quiet whether nothing is shown
 * @param gap the maximum number of equal bytes between ranges that are joined
 * @param limit the maximum number of ranges shown
 */
public record DiffOptions(boolean ranges, boolean json, boolean quiet, long gap, long limit) {}
