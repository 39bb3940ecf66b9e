/**
 * Finds byte sequences and newlines in memory.
 *
 * <h2>Algorithms</h2>
 *
 * <p>{@link io.github.mmap4j.internal.bytes.ByteSearch} chooses the method based on the lengths of
 * the range and the needle:
 *
 * <ul>
 *   <li>{@code ShortSearch} searches ranges of at most a page for needles of at most 64 bytes. It
 *       tests 64 bytes at a time for the needle's rarest byte, using ordinary arithmetic on words
 *       (SWAR). It neither allocates memory nor measures time.
 *   <li>{@code PrefilteredSearch} handles longer ranges and needles. A kernel scans the range for
 *       candidates, which are positions at which up to three of the needle's rarest bytes match.
 *       The entire needle is then compared at each candidate. {@code ByteRank} estimates which
 *       bytes are rare; a wrong estimate costs only time.
 *   <li>{@code TwoWay} searches the rest of the range with the two-way algorithm if the comparisons
 *       cost too much, as with a periodic needle in a periodic text. The time is therefore linear
 *       in the worst case.
 *   <li>{@code SparseSearch} skips the holes of a sparse file in ranges of at least 1 MiB.
 *   <li>{@code OccurrenceWindow} finds the occurrences that a pattern's search asks for one after
 *       another. If they are close together, it finds all of those in up to 256 KiB at once,
 *       because preparing a search takes about as long as searching 20 KiB.
 *   <li>Occurrences of a single byte are counted by adding up the results of comparisons, without
 *       candidates.
 * </ul>
 *
 * <p>Both kernels scan runs of up to 64 KiB, or up to 1 MiB in a backward search. They scan every
 * run in ascending order, in which the processor prefetches best, and store the candidates in a
 * {@code CandidateRun}.
 *
 * <ul>
 *   <li>{@code ScalarKernel} uses loops over words that C2 compiles to vector instructions. It
 *       needs no extra module.
 *   <li>{@code VectorKernel} uses the incubating vector module. For one or two rare bytes, it loads
 *       each vector once, from an aligned address. Shifting the results of the comparisons aligns
 *       matches at different offsets, so no second, unaligned load is needed. For three rare bytes,
 *       shifting takes longer than unaligned loads. The kernel stores candidates without branching
 *       on the bytes. A mispredicted branch would discard loads of later bytes that the processor
 *       has already begun.
 * </ul>
 *
 * <p>The vector kernel is slow until C2 has compiled it, and nothing reports the end of the
 * compilation. {@code KernelTrial} therefore times both kernels during searches, separately for
 * counting and for each number of compared bytes. Trials take about a ninth of the time at most.
 * The faster kernel then searches most parts.
 *
 * <p>Forward and backward searches share this code; {@code Direction} determines at which end of
 * the range a search begins.
 */
package io.github.mmap4j.internal.bytes;
