#!/usr/bin/env bash
# MADV_PAGEOUT of changed pages does not write them, as madvise(2) says it does: they stay in the page
# cache. It unmaps them, however, and so the call does nothing for them from then on, even after msync,
# until they are touched again.
#
# The call looks only at pages that are in the page table of this very mapping. So it does nothing
# either for a mapping that has not been read, of a file that is in memory, or for pages that a second
# mapping shows, too. It returns 0 in each case. A program that wants to free the page cache must flush
# before the first call; if that was missed, POSIX_FADV_DONTNEED works.
#
# Seen with Linux 6.18 on ext4, 2026-11-30; pages of 1024 that stay in the page cache:
#   read: 0
#   stored to: 1024
#   stored to, flushed: 0
#   stored to, MADV_PAGEOUT, flushed: 1024
#   stored to, MADV_PAGEOUT, flushed, read: 0
#   stored to, MADV_PAGEOUT, flushed, fadvise: 0
#   not touched: 1024
#   read through two mappings: 1024
# Needs python3, pages of 4 KiB and a temporary folder on ext4, XFS or Btrfs. Fails if a 0 is more than
# 100, or a 1024 less than 924.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
python3 - "$folder/file" <<'PYTHON'
import ctypes, mmap, os, sys

COUNT, PAGE, MADV_PAGEOUT = 1024, 4096, 21
libc = ctypes.CDLL(None)
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]

def resident(memory):
    start = ctypes.c_char.from_buffer(memory)
    pages = ctypes.create_string_buffer(COUNT)
    assert libc.mincore(ctypes.addressof(start), len(memory), pages) == 0
    return sum(page & 1 for page in pages.raw[:COUNT])

def read(memory):
    for page in range(COUNT):
        memory[page * PAGE]

def store(memory):
    for page in range(COUNT):
        memory[page * PAGE] = 1

def pageout(memory):
    memory.madvise(MADV_PAGEOUT)

def flush(memory):
    memory.flush()

def fadvise(memory):
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)

def read_both(memory):
    read(memory)
    read(second)

cases = (
    ("read", 0, read),
    ("stored to", COUNT, store),
    ("stored to, flushed", 0, store, flush),
    ("stored to, MADV_PAGEOUT, flushed", COUNT, store, pageout, flush),
    ("stored to, MADV_PAGEOUT, flushed, read", 0, store, pageout, flush, read),
    ("stored to, MADV_PAGEOUT, flushed, fadvise", 0, store, pageout, flush, fadvise),
    ("not touched", COUNT),
    ("read through two mappings", COUNT, read_both),
)
for name, expected, *steps in cases:
    file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    for _ in range(COUNT):
        os.write(file, b"x" * PAGE)
    os.fsync(file)
    with mmap.mmap(file, COUNT * PAGE) as memory, mmap.mmap(file, COUNT * PAGE) as second:
        for step in steps:
            step(memory)
        pageout(memory)
        left = resident(memory)
    os.close(file)
    print(f"{name}: {left}")
    if abs(left - expected) > 100:
        sys.exit("this has changed")
PYTHON
