# SIGBUS handler of the fault guard, Linux RISC-V (RV64GC): handler(signal, siginfo, ucontext).
#
# Looks up the faulting address in a table of our mappings. If the address is found, maps zero pages
# over the lost ones and returns, so that the instruction runs again. Every other signal is passed
# to the handler that was installed before.
#
# It runs on the thread that faulted, at any instruction, so it calls nothing but the kernel, takes
# no lock, uses no thread-local storage and little stack, and is position-independent. It uses no
# floating-point or vector registers. HandlerCode.java holds the assembled bytes and describes how
# to produce them. fault-handler-aarch64.s has the same steps.

# The address of the counters is at this offset, in the last eight bytes. The offset is a constant,
# because nothing links this file, and the assembler alone does not fill in such distances.
        .equ COUNTERS, 472

# The counters.
        .equ CHAIN, 0             # handler before ours; 0 = SIG_DFL, 1 = SIG_IGN
        .equ GROUPS, 8            # number of groups in use
        .equ BOUNDS, 16           # array of each group's lowest start and highest end
        .equ ENTRIES, 24          # array of entries, 64 in a group
        .equ ENTERED, 64          # number of our faults, counted before mapping
        .equ DONE, 72             # number of our faults, counted after mapping

# An entry in the table, which describes one mapping.
        .equ START, 0
        .equ END, 8               # exclusive; 0 while the entry is disabled
        .equ UNIT, 16             # page size or huge page size, a power of two
        .equ PROTECTION, 24       # int: protection of the zero pages
        .equ TAIL, 28             # int: 1 to map to the end, 0 to map one unit
        .equ LAST, 32             # number of the mapping's last fault
        .equ LOW, 40              # lowest unit lost since the last repair; all ones if none
        .equ INSIDE, 48           # number of handlers at work on the entry
        .equ ENTRY_SIZE, 64
        .equ GROUP_SIZE, 64 * ENTRY_SIZE
        .equ BOUND_SIZE, 16

# Constants that the kernel defines.
        .equ SI_CODE, 8
        .equ SI_ADDR, 16
        .equ BUS_ADRERR, 2
        .equ SIGBUS, 7
        .equ SYS_FUTEX, 98
        .equ SYS_RT_SIGACTION, 134
        .equ SYS_MMAP, 222
        .equ SYS_MEMBARRIER, 283
        .equ MAP_ZEROS, 0x4032    # MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE
        .equ PRIVATE_EXPEDITED, 8
        .equ FUTEX_WAKE, 1
        .equ INT_MAX, 0x7fffffff
        .equ MAX_ERRNO, 4095      # results from -MAX_ERRNO on are errors

# Adds to a counter atomically and puts the old value in a register. Uses a5 and a7.
        .macro  count value, base, offset, amount
        addi    a5, \base, \offset
        li      a7, \amount
        amoadd.d.aqrl \value, a7, (a5)
        .endm

        .attribute arch, "rv64ia"
        .option norelax                 # the jumps below are final
        .text
        .globl handler
handler:
        auipc   zero, 0                 # lpad 0, in a form that every assembler knows
        auipc   t0, 0                   # the address of this instruction, handler + 4
        ld      t0, COUNTERS - 4(t0)
        # Only this code means that memory has lost its page. A signal sent by a process has no
        # address, and the kernel reports a misaligned access at the address of the instruction.
        lw      t5, SI_CODE(a1)
        li      t6, BUS_ADRERR
        bne     t5, t6, chain
        ld      t1, SI_ADDR(a1)
        # The number of groups is read first, so the arrays read after it hold at least that many.
        ld      t2, GROUPS(t0)
        fence   r, rw
        ld      t3, BOUNDS(t0)
        ld      t4, ENTRIES(t0)
        li      a3, GROUP_SIZE

group:
        beqz    t2, chain
        addi    t2, t2, -1
        add     a4, t4, a3              # first entry of the next group
        ld      t5, 0(t3)
        ld      t6, 8(t3)
        addi    t3, t3, BOUND_SIZE
        bltu    t1, t5, next
        bgeu    t1, t6, next
entry:
        ld      t5, START(t4)
        bltu    t1, t5, miss
        ld      t6, END(t4)
        bltu    t1, t6, found
miss:
        addi    t4, t4, ENTRY_SIZE
        bltu    t4, a4, entry
next:
        mv      t4, a4
        j       group

found:
        # The fault is counted before mapping, so that a thread that reads our zeros also sees the
        # new count.
        count   t5, t0, ENTERED, 1
        addi    t5, t5, 1               # number of this fault
        # Java disables an entry, then waits until no handler is inside. So we enter, then check
        # that the entry is still enabled, with a full barrier between the two. The end is read
        # first because Java writes it last, so a new end comes with its own start and other
        # fields.
        count   zero, t4, INSIDE, 1
        fence   rw, rw
        ld      t2, END(t4)             # its end, kept because END may become 0
        fence   r, rw
        ld      t6, START(t4)
        bgeu    t1, t2, gone
        bltu    t1, t6, gone

        ld      t3, UNIT(t4)
        neg     t6, t3
        and     t1, t1, t6              # the unit that was lost

        # low = min(low, unit)
        addi    a5, t4, LOW
        amominu.d.aqrl zero, t1, (a5)
        sd      t5, LAST(t4)
        fence   rw, rw                  # visible before our pages are

        # The kernel preserves all registers except a0, so no stack is needed. (It may also change
        # the vector registers, which it restores when the handler returns.)
        mv      a6, a0
        mv      t5, a1
        mv      t6, a2

        # Another thread's store may still wait in a store buffer when that thread reads the
        # counter. The store would then go to our page unnoticed. This call drains the buffers of
        # all threads. Its result is ignored, because there is no fallback.
        li      a0, PRIVATE_EXPEDITED
        li      a1, 0
        li      a2, 0
        li      a7, SYS_MEMBARRIER
        ecall

        # Maps to the end of the region at once, because mapping page by page would exhaust
        # vm.max_map_count. Maps one unit only if the entry says so, or if the kernel refuses to map
        # the rest.
        lw      a2, PROTECTION(t4)
        li      a3, MAP_ZEROS
        li      a4, -1
        li      a5, 0
        lw      a7, TAIL(t4)
        beqz    a7, unit
        mv      a0, t1
        sub     a1, t2, t1
        li      a7, SYS_MMAP
        ecall
        li      a7, -MAX_ERRNO
        bltu    a0, a7, mapped
unit:
        mv      a0, t1
        mv      a1, t3
        li      a7, SYS_MMAP
        ecall
mapped:
        fence   rw, rw
        # Leaves the entry before counting the fault as done, so that no handler is inside when all
        # faults are done.
        count   zero, t4, INSIDE, -1
        count   zero, t0, DONE, 1
        li      a7, -MAX_ERRNO
        bgeu    a0, a7, refused
        # Wakes the threads that sleep until the next fault.
        addi    a0, t0, ENTERED
        li      a1, FUTEX_WAKE
        li      a2, INT_MAX
        li      a7, SYS_FUTEX
        ecall
        ret

refused:
        mv      a0, a6
        mv      a1, t5
        mv      a2, t6
        j       chain
        # The entry belongs to another region now, or to none. The instruction runs again. If it
        # faults again, the search finds the right entry.
gone:
        count   zero, t4, INSIDE, -1
        count   zero, t0, DONE, 1
        ret
chain:
        ld      t2, CHAIN(t0)
        li      t1, 1
        bleu    t2, t1, default
        jr      t2                      # via t2, because such a jump needs no landing pad

        # SIG_DFL and SIG_IGN are not addresses to jump to. Once the default is restored, the
        # instruction faults again, and the process ends as it would have without our handler. The
        # same holds for SIG_IGN, because the kernel does not let a fault be ignored.
default:
        addi    sp, sp, -32
        sd      zero, 0(sp)             # struct sigaction: SIG_DFL,
        sd      zero, 8(sp)             # flags,
        sd      zero, 16(sp)            # mask; there is no restorer
        li      a0, SIGBUS
        mv      a1, sp
        li      a2, 0
        li      a3, 8                   # size of the mask
        li      a7, SYS_RT_SIGACTION
        ecall
        addi    sp, sp, 32
        ret

        .org    COUNTERS, 0
        .quad   0                       # Java puts the address here
