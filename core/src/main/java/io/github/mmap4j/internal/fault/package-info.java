/**
 * Guards mapped memory against truncation of its file. When code touches a page that the file no
 * longer backs, the kernel raises SIGBUS. Our signal handler maps zero-filled pages in place of the
 * lost ones and returns, so that the faulting instruction runs again. Code that has read or written
 * the memory then checks whether it met zero pages.
 *
 * <h2>Roles</h2>
 *
 * <ul>
 *   <li>The <b>handler</b> is machine code that runs on the thread that met the fault. The handler
 *       uses {@link io.github.mmap4j.internal.fault.FaultTable}, calls nothing but the kernel, and
 *       never waits for another thread, because the virtual machine may have stopped all other
 *       threads.
 *   <li>An <b>operation</b> is Java code that accesses the memory, directly or through a native
 *       call.
 *   <li>The <b>repairer</b> is Java code that maps a region's own pages again in place of zero
 *       pages. Each region has at most one repairer at a time.
 *   <li>The <b>owner</b> is the code that maps and unmaps a region.
 * </ul>
 *
 * <h2>Variables</h2>
 *
 * <ul>
 *   <li>Three variables belong to the whole process: {@code entered}, the number of faults so far;
 *       {@code done}, the number of faults whose handler has finished; and {@code clean}, which
 *       invariant 8 defines.
 *   <li>A region's entry in the table has three variables that the handler sets: {@code last}, the
 *       number of the region's last fault; {@code low}, the lowest address lost since the last
 *       repair; and {@code inside}, the number of handlers at work on the entry.
 *   <li>A region has two variables that the repairer sets: {@code repaired}, the number of the last
 *       fault repaired; and {@code lowest}, the lowest address ever lost.
 * </ul>
 *
 * <h2>Invariants, each with the role that ensures it</h2>
 *
 * <ol>
 *   <li>A fault is counted before its zero pages become visible. The handler increments {@code
 *       entered} and sets {@code last} and {@code low} before it maps anything. (Handler.)
 *   <li>While {@code inside} is 0, no handler maps anything in the region for a fault that is not
 *       yet counted. The handler increments {@code inside} before it checks again that the entry
 *       still belongs to the region. (Handler.)
 *   <li>The result of an operation is valid if {@code last} equals the value that {@code repaired}
 *       had before the operation began. In that case, the region's own pages were mapped throughout
 *       the operation. The operation reads {@code last} for this comparison after its last access
 *       and a fence. (Operation.)
 *   <li>A store that is still in a store buffer during the comparison of invariant 3 never goes to
 *       a zero page. Between counting and mapping, the handler makes every thread execute a memory
 *       barrier ({@code membarrier(2)}). (Handler.)
 *   <li>{@code repaired} is set to a fault's number only once the region's own pages are mapped
 *       again from {@code lowest} on. From before {@code last} is read until {@code low} has been
 *       reset, no handler is inside. A later fault makes {@code last} differ from {@code repaired}
 *       again. (Repairer, under the region's lock, while the region can't be unmapped.)
 *   <li>{@code lowest} never rises as long as the region exists. So a byte below both {@code
 *       lowest} and {@code low} has never been on a zero page, whatever the fault numbers are. The
 *       repairer lowers {@code lowest} before it resets {@code low}; code that reads both reads
 *       {@code low} first. (Repairer; operation.)
 *   <li>A change is made only once. If a change's comparison fails, the change still counts as made
 *       when all its bytes are below {@code lowest} and {@code low}; otherwise its outcome is
 *       reported as unknown. A read whose comparison fails is retried. (Operation.)
 *   <li>{@code clean} is set to {@code entered} only if {@code done} equals {@code entered}, {@code
 *       last} equals {@code repaired} in every region in use, and {@code entered} is unchanged
 *       afterwards. So an operation may compare {@code entered} with {@code clean}, before and
 *       after, instead of comparing its region's {@code last} with {@code repaired}. (Repairer.)
 *   <li>A region enters the table before any user receives its memory. A region leaves the table,
 *       with no handler inside, after its memory has become unreachable and before the memory is
 *       unmapped. (Owner. HotSpot before release 27 can't ensure that the memory is unreachable;
 *       see {@link io.github.mmap4j.internal.fault.Quarantine}.)
 *   <li>A late handler or operation may use an entry after its region has left the table. So {@code
 *       last} is never reset, and when another region gets the entry, {@code repaired} starts with
 *       the value of {@code last}. (Owner.)
 *   <li>Private memory is never repaired, because its lost contents are unknown. Private memory
 *       stays usable below {@code lowest}. (Repairer.)
 * </ol>
 *
 * A test explores all interleavings of these steps in a model. The test also checks that leaving
 * out a step violates an invariant in the model.
 *
 * <h2>Without a handler</h2>
 *
 * There is no handler if native access is denied, executable memory is refused, the processor is
 * unsupported, or the user has disabled the handler. Without a handler, {@code clean} holds a value
 * that no fault number equals, so every operation takes the slow path. {@link
 * io.github.mmap4j.internal.fault.FaultGuard} then copies bytes to and from the heap through {@link
 * io.github.mmap4j.internal.fault.PolledCopy}.
 */
package io.github.mmap4j.internal.fault;
