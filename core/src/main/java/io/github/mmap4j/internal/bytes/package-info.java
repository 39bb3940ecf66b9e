/**
 * Finds byte sequences and newlines in memory.
 *
 * <h2>Algorithms</h2>
 *
 * <p>{@link io.github.mmap4j.internal.bytes.ByteSearch} chooses the method by the length of the
 * range and of the needle:
 *
 * <ul>
 *   <li>At most a page, and a needle of at most 64 bytes: {@code ShortSearch} tests 64 bytes at a
 *       time for the needle's rarest byte, with ordinary arithmetic on words (SWAR). Nothing is
 *       allocated and nothing is timed.
 *   <li>A longer range: a kernel scans it for candidates, which are the positions where two or
 *       three of the needle's rarest bytes occur at their offsets, and the whole needle is compared
 *       at each candidate ({@code PrefilteredSearch}). {@code ByteRank} says which bytes are rare;
 *       a wrong guess costs time only.
 *   <li>If the comparisons cost too much, as with a periodic needle in a periodic text, the two-way
 *       algorithm searches the rest ({@code TwoWay}). So the time is linear in the worst case.
 *   <li>A single byte is counted by adding up the results of comparisons, without candidates.
 * </ul>
 *
 * <p>Both kernels scan runs of up to 64 KiB (1 MiB backwards), in ascending order even for a
 * backward search, because the processor prefetches best in this order. They keep what they find in
 * a {@code CandidateRun} without a branch on the bytes: a mispredicted branch would discard the
 * loads that the processor has already begun for the bytes after it.
 *
 * <ul>
 *   <li>{@code ScalarKernel} uses loops over words that C2 turns into vector instructions. It needs
 *       no module.
 *   <li>{@code VectorKernel} uses the incubating vector module. It loads each vector once, from an
 *       aligned address, and compares it with all of the rare bytes. Shifting the results lines up
 *       bytes at different offsets, so none of them needs a second, unaligned load.
 * </ul>
 *
 * <p>The vector kernel is slow until C2 has compiled it, and nothing reports when that has
 * happened. So {@code KernelTrial} times both kernels during searches, at most a ninth of the time,
 * for each number of compared bytes, and the faster one searches from then on.
 *
 * <p>Searches in both directions share this code; {@code Direction} determines from which end a
 * range is searched.
 */
package io.github.mmap4j.internal.bytes;
