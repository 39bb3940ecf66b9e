# SIGBUS handler of the fault guard, Linux x86-64: handler(signal, siginfo, ucontext).
#
# Looks up the faulting address in a table of our mappings. If the address is found, maps zero pages
# over the lost ones and returns, so that the instruction runs again. Every other signal is passed
# to the handler that was installed before.
#
# It runs on the thread that faulted, at any instruction, so it calls nothing but the kernel, takes
# no lock, uses no thread-local storage and little stack, and is position-independent.
# HandlerCode.java holds the assembled bytes and describes how to produce them.
# fault-handler-aarch64.s has the same steps.

# The counters. The last eight bytes of this file hold their address.
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
        .equ SYS_MMAP, 9
        .equ SYS_RT_SIGACTION, 13
        .equ SYS_FUTEX, 202
        .equ SYS_MEMBARRIER, 324
        .equ MAP_ZEROS, 0x4032    # MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE
        .equ PRIVATE_EXPEDITED, 8
        .equ FUTEX_WAKE, 1
        .equ INT_MAX, 0x7fffffff
        .equ MAX_ERRNO, 4095      # results from -MAX_ERRNO on are errors

        .text
        .globl handler
handler:
        # Only this code means that memory has lost its page. A signal sent by a process has no
        # address.
        cmpl    $BUS_ADRERR, SI_CODE(%rsi)
        jne     chain
        mov     counters(%rip), %r8
        mov     SI_ADDR(%rsi), %r9
        # The number of groups is read first, so the arrays read after it hold at least that many.
        mov     GROUPS(%r8), %rcx
        mov     BOUNDS(%r8), %r10
        mov     ENTRIES(%r8), %r11

group:
        sub     $1, %rcx
        jb      chain
        lea     GROUP_SIZE(%r11), %rax  # first entry of the next group
        cmp     (%r10), %r9
        jb      next
        cmp     8(%r10), %r9
        jae     next
entry:
        cmp     START(%r11), %r9
        jb      miss
        cmp     END(%r11), %r9
        jb      found
miss:
        add     $ENTRY_SIZE, %r11
        cmp     %rax, %r11
        jb      entry
next:
        mov     %rax, %r11
        add     $BOUND_SIZE, %r10
        jmp     group

found:
        # The fault is counted before mapping, so that a thread that reads our zeros also sees the
        # new count.
        mov     $1, %eax
        lock xadd %rax, ENTERED(%r8)
        inc     %rax                    # number of this fault
        # Java disables an entry, then waits until no handler is inside. So we enter, then check
        # that the entry is still enabled. The locked instruction is the full barrier between the
        # two. The end is read first because Java writes it last, so a new end comes with its own
        # start.
        lock incq INSIDE(%r11)
        mov     END(%r11), %rcx
        cmp     %rcx, %r9
        jae     gone
        cmp     START(%r11), %r9
        jb      gone

        # The kernel preserves all registers except rax, rcx and r11.
        push    %rdi
        push    %rsi
        push    %rdx
        push    %rbx
        push    %rbp
        push    %r12
        mov     %r11, %rbx              # the entry
        mov     %rcx, %rbp              # its end, kept because END may become 0
        mov     UNIT(%rbx), %r12
        neg     %r12
        and     %r9, %r12               # the unit that was lost

        # low = min(low, unit)
        mov     %rax, %rsi
        mov     LOW(%rbx), %rax
lower:
        cmp     %rax, %r12
        jae     lowered
        lock cmpxchg %r12, LOW(%rbx)
        jne     lower
lowered:
        mov     %rsi, LAST(%rbx)

        # Another thread's store may still wait in a store buffer when that thread reads the
        # counter. The store would then go to our page unnoticed. This call drains the buffers of
        # all threads. Its result is ignored, because there is no fallback.
        mov     $SYS_MEMBARRIER, %eax
        mov     $PRIVATE_EXPEDITED, %edi
        xor     %esi, %esi
        xor     %edx, %edx
        syscall

        # Maps to the end of the region at once, because mapping page by page would exhaust
        # vm.max_map_count. Maps one unit only if the entry says so, or if the kernel refuses to map
        # the rest.
        mov     %r12, %rdi
        mov     PROTECTION(%rbx), %edx
        mov     $MAP_ZEROS, %r10d
        mov     $-1, %r8
        xor     %r9d, %r9d
        cmpl    $0, TAIL(%rbx)
        je      unit
        mov     %rbp, %rsi
        sub     %r12, %rsi
        mov     $SYS_MMAP, %eax
        syscall
        cmp     $-MAX_ERRNO, %rax
        jb      mapped
unit:
        mov     UNIT(%rbx), %rsi
        mov     $SYS_MMAP, %eax
        syscall
mapped:
        mov     counters(%rip), %r8
        # Leaves the entry before counting the fault as done, so that no handler is inside when all
        # faults are done.
        lock decq INSIDE(%rbx)
        lock incq DONE(%r8)
        pop     %r12
        pop     %rbp
        pop     %rbx
        pop     %rdx
        pop     %rsi
        pop     %rdi
        cmp     $-MAX_ERRNO, %rax
        jae     chain
        # Wakes the threads that sleep until the next fault.
        lea     ENTERED(%r8), %rdi
        mov     $FUTEX_WAKE, %esi
        mov     $INT_MAX, %edx
        mov     $SYS_FUTEX, %eax
        syscall
        ret

        # The entry belongs to another region now, or to none. The instruction runs again. If it
        # faults again, the search finds the right entry.
gone:
        lock decq INSIDE(%r11)
        lock incq DONE(%r8)
        ret
chain:
        mov     counters(%rip), %rax
        mov     CHAIN(%rax), %rax
        cmp     $1, %rax
        jbe     default
        jmp     *%rax                   # with our arguments and our stack

        # SIG_DFL and SIG_IGN are not addresses to jump to. Once the default is restored, the
        # instruction faults again, and the process ends as it would have without our handler. The
        # same holds for SIG_IGN, because the kernel does not let a fault be ignored.
default:
        xor     %eax, %eax
        push    %rax                    # struct sigaction: mask,
        push    %rax                    # restorer,
        push    %rax                    # flags,
        push    %rax                    # SIG_DFL
        mov     $SIGBUS, %edi
        mov     %rsp, %rsi
        xor     %edx, %edx
        mov     $8, %r10d               # size of the mask
        mov     $SYS_RT_SIGACTION, %eax
        syscall
        add     $32, %rsp
        ret

        # The filler is explicit, because assemblers choose different ones.
        .balign 8, 0xcc
counters:
        .quad   0                       # Java puts the address here
