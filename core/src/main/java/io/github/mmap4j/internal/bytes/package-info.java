/**
 * Finds byte sequences and newlines in memory.
 *
 * <p>{@link io.github.mmap4j.internal.bytes.ByteSearch} chooses the method. A short range is
 * searched a word at a time ({@code ShortSearch}). A longer one is searched in parts: a kernel
 * marks the positions where the needle's rarest bytes occur, and the whole needle is compared at
 * these candidates ({@code PrefilteredSearch}). If the comparisons cost too much, the two-way
 * algorithm takes over ({@code TwoWay}), so the time stays linear.
 *
 * <p>There are two kernels. One uses arithmetic on words, the other uses the incubating vector
 * module. The latter is slow until C2 has compiled it, and nothing reports when that has happened,
 * so {@code KernelTrial} times both during the search.
 *
 * <p>Searches in both directions share this code; {@code Direction} determines from which end a
 * range is searched.
 */
package io.github.mmap4j.internal.bytes;
