/**
 * Guards mapped memory against truncation of its file. When code touches a lost page, the kernel
 * raises SIGBUS. Our signal handler maps zero pages there and returns, so the faulting instruction
 * runs again, whatever it is. Whoever reads or writes the memory checks afterwards whether it met
 * such pages.
 *
 * <h2>Roles</h2>
 *
 * <ul>
 *   <li>The <b>handler</b>: machine code, on the thread that met the fault. It reads {@link
 *       io.github.mmap4j.internal.fault.FaultTable}, calls nothing but the kernel, and never waits
 *       for another thread, because the virtual machine may have stopped all of them.
 *   <li>An <b>operation</b>: Java code that touches the memory, by any instruction or native call.
 *   <li>The <b>repairer</b>: Java code that maps a region's own pages again in place of the zero
 *       pages. Each region has at most one at a time.
 *   <li>The <b>owner</b>: the code that has mapped the region and unmaps it.
 * </ul>
 *
 * <h2>Variables</h2>
 *
 * <ul>
 *   <li>Of the process: {@code entered}, the number of faults so far; {@code done}, the number of
 *       those whose handler has finished; {@code clean}, see invariant 8.
 *   <li>Of a region's entry in the table, set by the handler: {@code last}, the number of its last
 *       fault; {@code low}, the lowest address lost since the last repair; {@code inside}, how many
 *       handlers are at work on it.
 *   <li>Of a region, set by the repairer: {@code repaired}, the number of the last fault repaired;
 *       {@code lowest}, the lowest address ever lost.
 * </ul>
 *
 * <h2>Invariants, and who ensures each</h2>
 *
 * <ol>
 *   <li>A fault is counted before its zero pages can be seen. The handler raises {@code entered}
 *       and sets {@code last} and {@code low} before it maps anything. (Handler.)
 *   <li>While {@code inside} is 0, no handler maps anything in the region that is not counted yet.
 *       The handler raises {@code inside} first, then checks again that the entry is still the
 *       region's. (Handler.)
 *   <li>The result of an operation is valid if {@code last} equals the value that {@code repaired}
 *       had before the operation began. Then the region showed its file at the start and has done
 *       so ever since. The operation makes this comparison after its last access, behind a fence.
 *       (Operation.)
 *   <li>No store waits in a store buffer until after that comparison and then goes to a zero page.
 *       Between counting and mapping, the handler makes every thread pass a barrier ({@code
 *       membarrier(2)}). (Handler.)
 *   <li>{@code repaired} is set to a fault's number only when the region's own pages are mapped
 *       again from {@code lowest} on. No handler was inside from before that number was read until
 *       after {@code low} was taken. A later handler makes {@code last} differ again. (Repairer,
 *       under the region's lock, while the region can't be unmapped.)
 *   <li>{@code lowest} is kept as long as the region lives. So a byte below both {@code lowest} and
 *       {@code low} never showed a zero page, whatever the numbers say. The repairer lowers {@code
 *       lowest} before it takes {@code low}; code that reads both reads {@code low} first.
 *       (Repairer; operation.)
 *   <li>A change is made once. If its comparison fails, the change still counts where all its bytes
 *       are below the addresses of invariant 6; otherwise its outcome is reported as unknown. A
 *       read is retried. (Operation.)
 *   <li>{@code clean} is set to the number of faults only if {@code entered} and {@code done} both
 *       equal it, no region in use has {@code last} different from {@code repaired}, and {@code
 *       entered} is still the same afterwards. So an operation may compare {@code entered} with
 *       {@code clean}, before and after, in place of its region's two numbers. (Repairer.)
 *   <li>A region enters the table before anyone is given its memory. It leaves the table, with no
 *       handler inside, once no one can reach its memory and before that is unmapped. (Owner.
 *       HotSpot before 27 can't promise the first part: see {@link
 *       io.github.mmap4j.internal.fault.Quarantine}.)
 *   <li>What a handler writes in an entry outlives the region. {@code last} is never reset, because
 *       an operation may compare late; the next region's {@code repaired} starts with it. (Owner.)
 *   <li>Private memory is never repaired, because no one knows what had been written there. It
 *       stays usable below {@code lowest}. (Repairer.)
 * </ol>
 *
 * A test explores all interleavings of these steps in a model. It also checks that the model finds
 * the violation when one of them is left out.
 *
 * <h2>Without a handler</h2>
 *
 * There is no handler if native access is denied, executable memory is refused, the processor is
 * unsupported, or the user has disabled it. Then {@code clean} holds a value that no fault number
 * has, so every operation takes the slow path. There {@link
 * io.github.mmap4j.internal.fault.FaultGuard} first copies the bytes to the heap through {@link
 * io.github.mmap4j.internal.fault.PolledCopy}.
 */
package io.github.mmap4j.internal.fault;
