#!/usr/bin/env bash
# On hugetlbfs, a writable mapping extends a file that is shorter than the mapping, even a private one.
#
# On other file systems, mapping past the end of a file leaves the file unchanged, and an access
# past the end raises SIGBUS. On hugetlbfs, the kernel extends the file when it creates a writable
# mapping, shared or private, although stores to a private one never reach the file. A mapping for
# reading or without access leaves the file unchanged, also when mprotect allows writing later. So a
# program that maps a truncated file for writing again, to repair or to follow it, undoes the
# truncation, unless it maps without access first.
#
# Seen with Linux 6.18, huge pages of 2 MiB, 2026-11-29:
#   for reading: 0 bytes before, 0 bytes after
#   for writing: 0 bytes before, 4194304 bytes after
#   for private writing: 0 bytes before, 4194304 bytes after
#   for nothing, then for writing: 0 bytes before, 0 bytes after
# Needs root, python3, and memory for four huge pages, which is released afterwards. Fails if a size
# differs.
set -euo pipefail

[ "$(id -u)" = 0 ] || { echo 'needs root, to mount a hugetlbfs' >&2; exit 2; }
pages=/proc/sys/vm/nr_hugepages
before=$(cat "$pages")
folder=$(mktemp -d)
finish() {
  umount "$folder" 2>/dev/null || true
  rmdir -- "$folder"
  echo "$before" >"$pages"
}
trap finish EXIT
echo $((before + 4)) >"$pages"
mount -t hugetlbfs -o pagesize=2M none "$folder"
uname -r
said=$(
  python3 - "$folder/file" <<'PYTHON'
import ctypes, os, sys

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
LENGTH, NONE, READ, WRITE, SHARED, PRIVATE = 4 << 20, 0, 1, 2, 1, 2

fd = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
for name, protection, flags in (
    ("reading", READ, SHARED),
    ("writing", READ | WRITE, SHARED),
    ("private writing", READ | WRITE, PRIVATE),
    ("nothing, then for writing", NONE, SHARED),
):
    size = os.fstat(fd).st_size
    address = libc.mmap(None, LENGTH, protection, flags, fd, 0)
    if address == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), "mmap")
    if protection == NONE and libc.mprotect(address, LENGTH, READ | WRITE) != 0:
        raise OSError(ctypes.get_errno(), "mprotect")
    print(f"for {name}: {size} bytes before, {os.fstat(fd).st_size} bytes after")
    libc.munmap(address, LENGTH)
    os.ftruncate(fd, 0)
os.close(fd)
os.unlink(sys.argv[1])
PYTHON
)
printf '%s\n' "$said"
expected='for reading: 0 bytes before, 0 bytes after
for writing: 0 bytes before, 4194304 bytes after
for private writing: 0 bytes before, 4194304 bytes after
for nothing, then for writing: 0 bytes before, 0 bytes after'
[ "$said" = "$expected" ] || { echo 'the sizes have changed' >&2; exit 1; }
