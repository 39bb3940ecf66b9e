#!/usr/bin/env bash
# On ext4, stores to a new part of a file fault ten times less often if write(2) has been there.
#
# A store to a hole of a shared mapping faults, and the kernel adds small pages to the page cache,
# mostly one for each fault. If zeros have been written to the hole by pwrite before, in pieces of
# 64 KiB, the page cache holds large folios, and one fault maps 16 pages for writing at once. Writing
# the zeros first and storing then takes about half the time of storing alone. tmpfs has one fault
# for each page in both cases. A program that appends to a file through a mapping should therefore
# write zeros ahead of its stores, which also makes a full disk an error of the write call instead
# of a SIGBUS.
#
# Seen with Linux 6.18 on ext4, 2026-11-29:
#   faults for 4096 pages: hole 2559, written before 256
# Needs python3 and a temporary folder on ext4. Fails if the second number is not less than a fifth
# of the first.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
kind=$(stat -f -c %T "$folder")
[ "$kind" = ext2/ext3 ] || { echo "$folder is on $kind, not on ext4" >&2; exit 1; }
python3 - "$folder/file" <<'PYTHON'
import mmap, os, resource, sys

PAGE, PAGES, PIECE = 4096, 4096, 1 << 16

def faults(path, writes):
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    os.ftruncate(fd, PAGES * PAGE)
    if writes:
        for offset in range(0, PAGES * PAGE, PIECE):
            os.pwrite(fd, bytes(PIECE), offset)
    with mmap.mmap(fd, PAGES * PAGE) as m:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for page in range(PAGES):
            m[page * PAGE] = 1
        after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    os.close(fd)
    return after - before

hole, written = faults(sys.argv[1], False), faults(sys.argv[1], True)
print(f"faults for {PAGES} pages: hole {hole}, written before {written}")
if written * 5 >= hole:
    sys.exit("this has changed")
PYTHON
