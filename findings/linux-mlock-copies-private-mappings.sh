#!/usr/bin/env bash
# mlock of a private writable mapping copies the whole file into memory of the process, and so does
# mmap with MAP_POPULATE: the copies take as much memory again as the file in the page cache, and no
# longer show what is written to the file.
#
# A private mapping otherwise copies a page when it is first stored to. To lock or populate it, however,
# the kernel faults each page for writing, to save later faults, which mmap(2) and mlock(2) do not tell:
# mmap(2) says that MAP_POPULATE reads ahead on the file. Also mprotect copies all if it makes a locked
# private mapping writable. To have the pages at hand without copies, use MADV_POPULATE_READ, or lock
# with MLOCK_ONFAULT, which locks a page when it is touched.
#
# Seen with Linux 6.18 on ext4, 2026-11-30, a file of 16 MiB:
#   nothing: 0 MiB copied, 0 MiB locked, sees a later write
#   MAP_POPULATE: 16 MiB copied, 0 MiB locked, sees no later write
#   mlock: 16 MiB copied, 16 MiB locked, sees no later write
#   mlock, then mprotect to writable: 16 MiB copied, 16 MiB locked, sees no later write
#   mlock, read-only: 0 MiB copied, 16 MiB locked, sees a later write
#   mlock, shared: 0 MiB copied, 16 MiB locked, sees a later write
#   MADV_POPULATE_READ: 0 MiB copied, 0 MiB locked, sees a later write
#   MADV_POPULATE_READ and MLOCK_ONFAULT: 0 MiB copied, 16 MiB locked, sees a later write
# Needs python3, and root or a limit of 16 MiB on locked memory. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
said=$(
  python3 - "$folder/file" <<'PYTHON'
import ctypes, mmap, os, sys

SIZE = 16 << 20
SHARED, PRIVATE, POPULATE = 1, 2, 0x8000
READ, WRITABLE = 1, 3
POPULATE_READ, ONFAULT = 22, 1
libc = ctypes.CDLL(None, use_errno=True)
word, pointer, number = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int
libc.mmap.restype = pointer
libc.mmap.argtypes = [pointer, word, number, number, number, ctypes.c_long]
libc.mlock.argtypes = libc.munmap.argtypes = [pointer, word]
libc.mlock2.argtypes = [pointer, word, ctypes.c_uint]
libc.mprotect.argtypes = libc.madvise.argtypes = [pointer, word, number]

def rows(address):
    """Returns the rows of smaps about the mapping at the address, in KiB."""
    result, found = {}, False
    for line in open("/proc/self/smaps"):
        first, *rest = line.split()
        if not first.endswith(":"):
            found = int(first.split("-")[0], 16) == address
        elif found and rest[1:] == ["kB"]:
            result[first] = int(rest[0])
    return result

def show(name, protection, flags, *calls):
    address = libc.mmap(None, SIZE, protection, flags, file, 0)
    for function, *arguments in calls:
        if function(address, SIZE, *arguments) != 0:
            sys.exit(f"{name}: {os.strerror(ctypes.get_errno())}")
    row = rows(address)
    os.pwrite(file, b"b", 4096)
    later = "a" if ctypes.string_at(address + 4096, 1) == b"b" else "no"
    os.pwrite(file, b"a", 4096)
    libc.munmap(address, SIZE)
    print(f"{name}: {row['Anonymous:'] >> 10} MiB copied, {row['Locked:'] >> 10} MiB locked,"
          f" sees {later} later write")

file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
os.write(file, b"a" * SIZE)
lock, prefault = (libc.mlock,), (libc.madvise, POPULATE_READ)
show("nothing", WRITABLE, PRIVATE)
show("MAP_POPULATE", WRITABLE, PRIVATE | POPULATE)
show("mlock", WRITABLE, PRIVATE, lock)
show("mlock, then mprotect to writable", READ, PRIVATE, lock, (libc.mprotect, WRITABLE))
show("mlock, read-only", READ, PRIVATE, lock)
show("mlock, shared", WRITABLE, SHARED, lock)
show("MADV_POPULATE_READ", WRITABLE, PRIVATE, prefault)
show("MADV_POPULATE_READ and MLOCK_ONFAULT", WRITABLE, PRIVATE, prefault, (libc.mlock2, ONFAULT))
PYTHON
)
echo "$said"
expected='nothing: 0 MiB copied, 0 MiB locked, sees a later write
MAP_POPULATE: 16 MiB copied, 0 MiB locked, sees no later write
mlock: 16 MiB copied, 16 MiB locked, sees no later write
mlock, then mprotect to writable: 16 MiB copied, 16 MiB locked, sees no later write
mlock, read-only: 0 MiB copied, 16 MiB locked, sees a later write
mlock, shared: 0 MiB copied, 16 MiB locked, sees a later write
MADV_POPULATE_READ: 0 MiB copied, 0 MiB locked, sees a later write
MADV_POPULATE_READ and MLOCK_ONFAULT: 0 MiB copied, 16 MiB locked, sees a later write'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
