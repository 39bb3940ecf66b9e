/**
 * The guard of mapped memory. A page that a truncated file has lost is met by a signal, SIGBUS; a
 * handler of ours maps pages of zeros there, so that the instruction runs again, whatever it is;
 * and whoever reads or writes the memory finds out afterwards whether it has met such pages.
 *
 * <h2>Who is there</h2>
 *
 * <ul>
 *   <li>The <b>handler</b>: machine code, on the thread that has met the fault. It knows {@link
 *       io.github.mmap4j.internal.fault.FaultTable}, calls nothing but the kernel, and waits for
 *       nobody: the virtual machine may have stopped everyone else.
 *   <li>An <b>operation</b>: Java code that touches the memory, by any instruction or native call.
 *   <li>The <b>repairer</b>: Java code that maps the region's own pages again in the place of
 *       zeros, one for a region at a time.
 *   <li>The <b>owner</b>: who has mapped the region and unmaps it.
 * </ul>
 *
 * <h2>Invariants, and who ensures each</h2>
 *
 * <ol>
 *   <li>When a page of zeros can be seen, the fault is counted: the process's number of faults
 *       ({@code entered}) is raised, and the region's last fault ({@code last}) and lowest lost
 *       address ({@code low}) are set, before anything is mapped. (Handler.)
 *   <li>When no handler is inside a region's entry ({@code inside} is 0), none maps anything there
 *       that has not been counted yet: it enters first, and then looks again whether the entry is
 *       still the region's. (Handler.)
 *   <li>An operation's result counts if the region's {@code last} equals what {@code repaired} was
 *       before it began: then the region showed its file at the beginning, and has since. It asks
 *       after the last touch, with a fence between. (Operation.)
 *   <li>A store that the processor holds back can't pass that question: the handler has every
 *       thread pass a barrier between counting and mapping ({@code membarrier(2)}). (Handler.)
 *   <li>{@code repaired} is set to a fault's number only when the region's own pages are mapped
 *       again from the lowest address ever lost on, with no handler inside from before that number
 *       was read until after {@code low} was taken. A handler that comes later makes {@code last}
 *       another number again. (Repairer, under the region's lock, while it can't be unmapped.)
 *   <li>The lowest address ever lost is never forgotten while the region lives: a byte below it,
 *       and below {@code low}, was never a zero of the handler's, whatever the numbers say. It is
 *       lowered before {@code low} is taken, and whoever asks for both asks for {@code low} first.
 *       (Repairer; operation.)
 *   <li>A change is made once. If its question fails, it counts where invariant 6 says so, and else
 *       the answer is that the outcome is unknown. A read is made again. (Operation.)
 *   <li>The process's number of faults is published as {@code clean} only when it equals the number
 *       of those that are done, no region in use has {@code last} unlike {@code repaired}, and it
 *       still is the same afterwards. So an operation may ask that one number, before and after, in
 *       place of its region's two. (Repairer.)
 *   <li>A region is in the table before anybody is given its memory, and out of it, with no handler
 *       inside, after nobody can reach its memory any more and before that is unmapped. (Owner.)
 *   <li>What a handler writes in an entry outlives the region: {@code last} is never set back, as
 *       an operation may ask late; the next region's {@code repaired} begins with it. (Owner.)
 *   <li>Private memory is never repaired, as nobody knows what had been written there. It can be
 *       used below the lowest address lost, for good. (Repairer.)
 * </ol>
 *
 * A test tries all interleavings of these steps in a model of it, and that the model finds what
 * goes wrong where one of them is left out.
 *
 * <h2>Where there is no handler</h2>
 *
 * Native access may be denied, executable memory refused, the processor another, or the handler not
 * wanted. Then {@code clean} is a number that no number of faults is, so that every operation takes
 * the long way; and there {@link io.github.mmap4j.internal.fault.FaultGuard} copies what is to be
 * read to the heap first, by the means that {@link io.github.mmap4j.internal.fault.PolledCopy} has.
 */
package io.github.mmap4j.internal.fault;
