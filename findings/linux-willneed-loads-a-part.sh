#!/usr/bin/env bash
# One madvise(MADV_WILLNEED) over a large file loads only its first part, whatever the length.
#
# madvise returns 0, and the kernel reads at most as much as one request to the disk may have (the
# larger of read_ahead_kb and max_sectors_kb). The manual page promises "expect access in the near
# future". A program that wants the whole range loaded must give the advice in pieces; posix_fadvise
# has the same limit.
#
# Seen with Linux 6.18 on ext4 (8 MiB at a time), 2026-11-29:
#   one call loaded a part
#   calls of 128 KiB loaded all
# Needs python3 and a temporary folder on a disk. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
[ "$(stat -f -c %T "$folder")" != tmpfs ] || { echo "$folder is not on a disk" >&2; exit 1; }
said=$(
  python3 - "$folder/file" <<'PYTHON'
import ctypes, mmap, os, sys, time

LENGTH, PAGE, PIECE = 128 << 20, 4096, 128 << 10
libc = ctypes.CDLL(None, use_errno=True)

fd = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
for _ in range(LENGTH >> 20):
    os.write(fd, os.urandom(1 << 20))
os.fsync(fd)

def loaded(advise):
    os.posix_fadvise(fd, 0, LENGTH, os.POSIX_FADV_DONTNEED)
    with mmap.mmap(fd, LENGTH) as m:
        advise(m)
        time.sleep(2)
        address = ctypes.c_char.from_buffer(m)
        vector = (ctypes.c_ubyte * (LENGTH // PAGE))()
        assert libc.mincore(ctypes.byref(address), ctypes.c_size_t(LENGTH), vector) == 0
        del address
        return sum(page & 1 for page in vector) * PAGE

def at_once(m):
    m.madvise(mmap.MADV_WILLNEED)

def in_pieces(m):
    for start in range(0, LENGTH, PIECE):
        m.madvise(mmap.MADV_WILLNEED, start, PIECE)

print("one call loaded", "a part" if loaded(at_once) < LENGTH // 2 else "most")
print("calls of 128 KiB loaded", "all" if loaded(in_pieces) > LENGTH * 0.9 else "a part")
PYTHON
)
echo "$said"
expected='one call loaded a part
calls of 128 KiB loaded all'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
