/**
 * Guards mapped memory against truncation of its file. When code touches a lost page, the kernel
 * raises SIGBUS. Our signal handler maps zero-filled pages there and returns, so that the faulting
 * instruction runs again. Code that reads or writes the memory checks afterwards whether it has met
 * such pages.
 *
 * <h2>Roles</h2>
 *
 * <ul>
 *   <li>The <b>handler</b> is machine code that runs on the thread that met the fault. It uses
 *       {@link io.github.mmap4j.internal.fault.FaultTable}, calls nothing but the kernel, and never
 *       waits for another thread, because the virtual machine may have stopped all of them.
 *   <li>An <b>operation</b> is Java code that accesses the memory, by any instruction or native
 *       call.
 *   <li>The <b>repairer</b> is Java code that maps a region's own pages again in place of the zero
 *       pages. Each region has at most one repairer at a time.
 *   <li>The <b>owner</b> is the code that maps and unmaps the region.
 * </ul>
 *
 * <h2>Variables</h2>
 *
 * <ul>
 *   <li>The process has {@code entered}, the number of faults so far; {@code done}, the number of
 *       faults whose handler has finished; and {@code clean}, which invariant 8 defines.
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
 *   <li>A fault is counted before its zero pages can be seen. The handler raises {@code entered}
 *       and sets {@code last} and {@code low} before it maps anything. (Handler.)
 *   <li>While {@code inside} is 0, no handler maps anything in the region for a fault that is not
 *       yet counted. The handler raises {@code inside} first, then checks again that the entry
 *       still belongs to the region. (Handler.)
 *   <li>The result of an operation is valid if {@code last} equals the value that {@code repaired}
 *       had before the operation began. The region then showed its file throughout the operation.
 *       The operation makes this comparison after its last access and a fence. (Operation.)
 *   <li>No store that waits in a store buffer until after that comparison goes to a zero page.
 *       Between counting and mapping, the handler makes every thread execute a barrier ({@code
 *       membarrier(2)}). (Handler.)
 *   <li>{@code repaired} is set to a fault's number only once the region's own pages are mapped
 *       again from {@code lowest} on. No handler is inside from before that number is read until
 *       {@code low} has been reset. A later handler makes {@code last} differ again. (Repairer,
 *       under the region's lock, while the region can't be unmapped.)
 *   <li>{@code lowest} is kept as long as the region exists. So a byte below both {@code lowest}
 *       and {@code low} has never been on a zero page, whatever the fault numbers are. The repairer
 *       lowers {@code lowest} before it resets {@code low}; code that reads both reads {@code low}
 *       first. (Repairer; operation.)
 *   <li>A change is made once. If its comparison fails, the change still counts if all its bytes
 *       are below both addresses of invariant 6; otherwise its outcome is reported as unknown. A
 *       read is retried. (Operation.)
 *   <li>{@code clean} is set to the number of faults only if {@code entered} and {@code done} both
 *       equal it, no region in use has {@code last} different from {@code repaired}, and {@code
 *       entered} is unchanged afterwards. So an operation may compare {@code entered} with {@code
 *       clean}, before and after, instead of its region's two numbers. (Repairer.)
 *   <li>A region enters the table before any user receives its memory. It leaves the table, with no
 *       handler inside, after its memory has become unreachable and before the memory is unmapped.
 *       (Owner. HotSpot before 27 can't ensure that the memory is unreachable; see {@link
 *       io.github.mmap4j.internal.fault.Quarantine}.)
 *   <li>A late handler or operation may use an entry after its region has left. So {@code last} is
 *       never reset, and the next region's {@code repaired} starts with the value of {@code last}.
 *       (Owner.)
 *   <li>Private memory is never repaired, because its lost contents are unknown. It stays usable
 *       below {@code lowest}. (Repairer.)
 * </ol>
 *
 * A test explores all interleavings of these steps in a model. It also checks that the model finds
 * a violation when a step is left out.
 *
 * <h2>Without a handler</h2>
 *
 * There is no handler if native access is denied, executable memory is refused, the processor is
 * unsupported, or the user has disabled it. Then {@code clean} holds a value that no fault number
 * equals, so every operation takes the slow path. On that path, {@link
 * io.github.mmap4j.internal.fault.FaultGuard} copies bytes to and from the heap through {@link
 * io.github.mmap4j.internal.fault.PolledCopy}.
 */
package io.github.mmap4j.internal.fault;
