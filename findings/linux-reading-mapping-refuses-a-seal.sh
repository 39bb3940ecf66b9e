#!/usr/bin/env bash
# A read-only mapping of a memfd can keep it from being sealed: F_SEAL_WRITE fails with EBUSY if the
# descriptor that was mapped is open for writing, as the one of memfd_create is.
#
# fcntl(2) says that the seal is refused while a writable, shared mapping exists. But a mapping that was
# made by PROT_READ through a writable descriptor counts as one, since mprotect could make it writable. So
# a program that has written its data, unmapped them and mapped them for reading can't seal them, and a
# reader that got the descriptor can stop the seal. mseal(2) of the mapping does not help. Map through a
# descriptor that is open for reading only (of /proc/self/fd), or seal first: a sealed memfd can be mapped
# for reading by any descriptor.
#
# Seen with Linux 6.18, 2026-11-30:
#   no mapping: sealed
#   mapping for reading, descriptor for writing: EBUSY
#   the same, and mseal: EBUSY
#   private mapping, descriptor for writing: sealed
#   mapping for reading, descriptor for reading: sealed
#   sealed, then mapped for reading by a descriptor for writing: mapped
# Needs Linux 6.10 or newer on x86-64 or arm64, and python3. Fails if a line differs.
set -euo pipefail

uname -r
said=$(
  python3 - <<'PYTHON'
import ctypes, errno, fcntl, mmap, os

SHARED, PRIVATE, MSEAL = 1, 2, 462
F_ADD_SEALS, F_SEAL_WRITE = 1033, 8
libc = ctypes.CDLL(None, use_errno=True)
word, pointer, number = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int
libc.mmap.restype = pointer
libc.mmap.argtypes = [pointer, word, number, number, number, ctypes.c_long]

def make():
    memory = os.memfd_create("seal", os.MFD_ALLOW_SEALING)
    os.write(memory, b"x" * mmap.PAGESIZE)
    return memory

def map(descriptor, flags):
    address = libc.mmap(None, mmap.PAGESIZE, mmap.PROT_READ, flags, descriptor, 0)
    return None if address == pointer(-1).value else address

def seal(memory):
    try:
        fcntl.fcntl(memory, F_ADD_SEALS, F_SEAL_WRITE)
        return "sealed"
    except OSError as e:
        return errno.errorcode[e.errno]

print("no mapping:", seal(make()))
memory = make()
address = map(memory, SHARED)
print("mapping for reading, descriptor for writing:", seal(memory))
assert libc.syscall(MSEAL, pointer(address), word(mmap.PAGESIZE), ctypes.c_ulong(0)) == 0
print("the same, and mseal:", seal(memory))
memory = make()
map(memory, PRIVATE)
print("private mapping, descriptor for writing:", seal(memory))
memory = make()
map(os.open(f"/proc/self/fd/{memory}", os.O_RDONLY), SHARED)
print("mapping for reading, descriptor for reading:", seal(memory))
memory = make()
seal(memory)
mapped = "mapped" if map(memory, SHARED) else errno.errorcode[ctypes.get_errno()]
print("sealed, then mapped for reading by a descriptor for writing:", mapped)
PYTHON
)
echo "$said"
expected='no mapping: sealed
mapping for reading, descriptor for writing: EBUSY
the same, and mseal: EBUSY
private mapping, descriptor for writing: sealed
mapping for reading, descriptor for reading: sealed
sealed, then mapped for reading by a descriptor for writing: mapped'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
