#!/usr/bin/env bash
# A process that has as many mappings as it may have (vm.max_map_count) gets EAGAIN from madvise, and
# ENOMEM from mprotect, mlock, munlock and munmap, for the same reason.
#
# Each of these calls has to split a mapping if it concerns a part of it. At the limit the split
# fails with ENOMEM, which madvise(2) turns into EAGAIN. The manual page calls that "temporarily
# unavailable", but it lasts until the process unmaps something: a loop that tries again on EAGAIN
# does not end. Advice that splits nothing (MADV_WILLNEED, MADV_DONTNEED) still works.
#
# Seen with Linux 6.18, 2026-11-29:
#   madvise MADV_RANDOM: EAGAIN
#   madvise MADV_DONTFORK: EAGAIN
#   madvise MADV_HUGEPAGE: EAGAIN
#   mprotect: ENOMEM
#   mlock: ENOMEM
#   munlock: ENOMEM
#   munmap: ENOMEM
#   madvise MADV_WILLNEED: done
#   madvise MADV_DONTNEED: done
# Needs python3, a kernel with transparent huge pages, and leave to lock 32 KiB. Fails if a line
# differs. Only a child process reaches its limit.
set -euo pipefail

uname -r
said=$(
  python3 - <<'PYTHON'
import ctypes, errno, mmap

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
for call in (libc.madvise, libc.mprotect):
    call.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
for call in (libc.mlock, libc.munlock, libc.munmap):
    call.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
PAGE, READ, WRITE, PRIVATE, NORESERVE = 4096, 1, 2, 0x22, 0x4000

def show(name, call, *arguments):
    result = call(*arguments)
    print(f"{name}: {'done' if result == 0 else errno.errorcode[ctypes.get_errno()]}")

with open("/proc/sys/vm/max_map_count") as file:
    limit = int(file.read())
room = libc.mmap(None, 8 * PAGE, READ | WRITE, PRIVATE, -1, 0)
locked = libc.mmap(None, 8 * PAGE, READ | WRITE, PRIVATE, -1, 0)
if libc.mlock(locked, 8 * PAGE) != 0:
    raise OSError(ctypes.get_errno(), "mlock")
pages = limit + 100
filler = libc.mmap(None, pages * PAGE, READ, PRIVATE | NORESERVE, -1, 0)
for page in range(1, pages, 2):  # each second page without access: each page is a mapping
    if libc.mprotect(filler + page * PAGE, PAGE, 0) != 0:
        break
else:
    raise AssertionError("the limit was not reached")
middle = room + 2 * PAGE
show("madvise MADV_RANDOM", libc.madvise, middle, PAGE, 1)
show("madvise MADV_DONTFORK", libc.madvise, middle, PAGE, 10)
show("madvise MADV_HUGEPAGE", libc.madvise, middle, PAGE, 14)
show("mprotect", libc.mprotect, middle, PAGE, READ)
show("mlock", libc.mlock, middle, PAGE)
show("munlock", libc.munlock, locked + 2 * PAGE, PAGE)
show("munmap", libc.munmap, middle, PAGE)
show("madvise MADV_WILLNEED", libc.madvise, middle, PAGE, 3)
show("madvise MADV_DONTNEED", libc.madvise, middle, PAGE, 4)
PYTHON
)
echo "$said"
expected='madvise MADV_RANDOM: EAGAIN
madvise MADV_DONTFORK: EAGAIN
madvise MADV_HUGEPAGE: EAGAIN
mprotect: ENOMEM
mlock: ENOMEM
munlock: ENOMEM
munmap: ENOMEM
madvise MADV_WILLNEED: done
madvise MADV_DONTNEED: done'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
