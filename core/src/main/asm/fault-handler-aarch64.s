// SIGBUS handler of the fault guard, Linux AArch64: handler(signal, siginfo, ucontext).
//
// Looks up the faulting address in a table of our mappings. If the address is found, maps zero
// pages over the lost ones and returns, so that the instruction runs again. Every other signal is
// passed to the handler that was installed before.
//
// It runs on the thread that faulted, at any instruction, so it calls nothing but the kernel, takes
// no lock, uses no thread-local storage and little stack, and is position-independent. Its
// instructions are those of ARMv8.0, without LSE atomics. HandlerCode.java holds the assembled
// bytes and describes how to produce them. fault-handler-x86_64.s has the same steps.

// The counters. The last eight bytes of this file hold their address.
        .equ CHAIN, 0             // handler before ours; 0 = SIG_DFL, 1 = SIG_IGN
        .equ GROUPS, 8            // number of groups in use
        .equ BOUNDS, 16           // array of each group's lowest start and highest end
        .equ ENTRIES, 24          // array of entries, 64 in a group
        .equ ENTERED, 64          // number of our faults, counted before mapping
        .equ DONE, 72             // number of our faults, counted after mapping

// An entry in the table, which describes one mapping.
        .equ START, 0
        .equ END, 8               // exclusive; 0 while the entry is disabled
        .equ UNIT, 16             // page size or huge page size, a power of two
        .equ PROTECTION, 24       // int: protection of the zero pages
        .equ TAIL, 28             // int: 1 to map to the end, 0 to map one unit
        .equ LAST, 32             // number of the mapping's last fault
        .equ LOW, 40              // lowest unit lost since the last repair; all ones if none
        .equ INSIDE, 48           // number of handlers at work on the entry
        .equ ENTRY_SIZE, 64
        .equ GROUP_SIZE, 64 * ENTRY_SIZE
        .equ BOUND_SIZE, 16

// Constants that the kernel defines.
        .equ SI_CODE, 8
        .equ SI_ADDR, 16
        .equ BUS_ADRERR, 2
        .equ SIGBUS, 7
        .equ SYS_FUTEX, 98
        .equ SYS_RT_SIGACTION, 134
        .equ SYS_MMAP, 222
        .equ SYS_MEMBARRIER, 283
        .equ MAP_ZEROS, 0x4032    // MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE
        .equ PRIVATE_EXPEDITED, 8
        .equ FUTEX_WAKE, 1
        .equ INT_MAX, 0x7fffffff
        .equ MAX_ERRNO, 4095      // results from -MAX_ERRNO on are errors

// Adds to a counter atomically and puts the new value in a register. Uses x14 and x16.
        .macro  count value, base, offset, amount
        add     x14, \base, #\offset
1:      ldaxr   \value, [x14]
        add     \value, \value, #\amount
        stlxr   w16, \value, [x14]
        cbnz    w16, 1b
        .endm

// Compares so that "lo" means low <= address < high, and "hs" means anything else.
        .macro  compare address, low, high
        cmp     \address, \low
        ccmp    \address, \high, #2, hs  // #2 sets the carry, which means "hs"
        .endm

        .text
        .globl handler
handler:
        hint    #34                     // bti c, in a form that every assembler knows
        // Only this code means that memory has lost its page. A signal sent by a process has no
        // address, and an alignment fault has the address of intact memory.
        ldr     w9, [x1, #SI_CODE]
        cmp     w9, #BUS_ADRERR
        b.ne    chain
        ldr     x9, counters
        ldr     x10, [x1, #SI_ADDR]
        // The number of groups is read first, so the arrays read after it hold at least that many.
        add     x11, x9, #GROUPS
        ldar    x11, [x11]
        ldp     x12, x13, [x9, #BOUNDS] // the bounds and the entries

group:
        cbz     x11, chain
        sub     x11, x11, #1
        add     x14, x13, #GROUP_SIZE   // first entry of the next group
        ldp     x15, x16, [x12], #BOUND_SIZE
        compare x10, x15, x16
        b.hs    next
entry:
        ldp     x15, x16, [x13, #START]
        compare x10, x15, x16
        b.lo    found
        add     x13, x13, #ENTRY_SIZE
        cmp     x13, x14
        b.lo    entry
next:
        mov     x13, x14
        b       group

found:
        // The fault is counted before mapping, so that a thread that reads our zeros also sees the
        // new count.
        count   x15, x9, ENTERED, 1     // number of this fault
        // Java disables an entry, then waits until no handler is inside. So we enter, then check
        // that the entry is still enabled, with a full barrier between the two. The end is read
        // first because Java writes it last, so a new end comes with its own start and other
        // fields.
        count   x8, x13, INSIDE, 1
        dmb     ish
        add     x14, x13, #END
        ldar    x11, [x14]              // its end, kept because END may become 0
        ldr     x14, [x13, #START]
        compare x10, x14, x11
        b.hs    gone

        ldr     x12, [x13, #UNIT]
        neg     x14, x12
        and     x10, x10, x14           // the unit that was lost

        // low = min(low, unit)
        add     x14, x13, #LOW
lower:
        ldaxr   x16, [x14]
        cmp     x10, x16
        b.hs    lowered
        stlxr   w16, x10, [x14]
        cbnz    w16, lower
lowered:
        str     x15, [x13, #LAST]
        dmb     ish                     // visible before our pages are

        // The kernel preserves all registers except x0, so no stack is needed.
        mov     x6, x0
        mov     x7, x1
        mov     x17, x2

        // Another thread's store may still wait in a store buffer when that thread reads the
        // counter. The store would then go to our page unnoticed. This call drains the buffers of
        // all threads. Its result is ignored, because there is no fallback.
        mov     x0, #PRIVATE_EXPEDITED
        mov     x1, #0
        mov     x2, #0
        mov     x8, #SYS_MEMBARRIER
        svc     #0

        // Maps to the end of the region at once, because mapping page by page would exhaust
        // vm.max_map_count. Maps one unit only if the entry says so, or if the kernel refuses to
        // map the rest.
        ldp     w2, w16, [x13, #PROTECTION] // and TAIL
        mov     x3, #MAP_ZEROS
        mov     x4, #-1
        mov     x5, #0
        mov     x8, #SYS_MMAP
        cbz     w16, unit
        mov     x0, x10
        sub     x1, x11, x10
        svc     #0
        cmn     x0, #MAX_ERRNO          // an error makes the sum pass 2^64, so "hs"
        b.lo    mapped
unit:
        mov     x0, x10
        mov     x1, x12
        svc     #0
mapped:
        dmb     ish
        // Leaves the entry before counting the fault as done, so that no handler is inside when all
        // faults are done.
        count   x8, x13, INSIDE, -1
        count   x8, x9, DONE, 1
        cmn     x0, #MAX_ERRNO
        b.hs    refused
        // Wakes the threads that sleep until the next fault.
        add     x0, x9, #ENTERED
        mov     x1, #FUTEX_WAKE
        mov     x2, #INT_MAX
        mov     x8, #SYS_FUTEX
        svc     #0
        ret

refused:
        mov     x0, x6
        mov     x1, x7
        mov     x2, x17
        b       chain
        // The entry belongs to another region now, or to none. The instruction runs again. If it
        // faults again, the search finds the right entry.
gone:
        count   x8, x13, INSIDE, -1
        count   x8, x9, DONE, 1
        ret
chain:
        ldr     x16, counters
        ldr     x16, [x16, #CHAIN]
        cmp     x16, #1
        b.ls    default
        br      x16                     // via x16: "bti c" accepts only x16 and x17

        // SIG_DFL and SIG_IGN are not addresses to jump to. Once the default is restored, the
        // instruction faults again, and the process ends as it would have without our handler. The
        // same holds for SIG_IGN, because the kernel does not let a fault be ignored.
default:
        stp     xzr, xzr, [sp, #-32]!   // struct sigaction: SIG_DFL, flags,
        stp     xzr, xzr, [sp, #16]     // restorer, mask
        mov     x0, #SIGBUS
        mov     x1, sp
        mov     x2, #0
        mov     x3, #8                  // size of the mask
        mov     x8, #SYS_RT_SIGACTION
        svc     #0
        add     sp, sp, #32
        ret

        .balign 8, 0
counters:
        .quad   0                       // Java puts the address here
