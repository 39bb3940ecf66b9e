#!/usr/bin/env bash
# On tmpfs, reading a hole through a mapping turns the hole into data and uses memory.
#
# read(2) returns zeros for a hole and leaves it a hole. A load from a shared mapping of the same
# bytes makes tmpfs allocate a page for each page read: the file then takes space, and SEEK_DATA
# reports the pages as data. On disk file systems, the pages only enter the page cache, and the file
# keeps its hole. So a program that searches a sparse file in /dev/shm through a mapping fills the
# memory that the file had saved, and a loop that asks for the next data after each piece may find
# the page that it has just read.
#
# Seen with Linux 6.18, 2026-11-29:
#   before: no data, 0 bytes used
#   after read: no data, 0 bytes used
#   after loads from a mapping: data at 0, 1048576 bytes used
# Needs python3 and a tmpfs in /dev/shm. Fails if a line differs.
set -euo pipefail

uname -r
said=$(
  python3 - <<'PYTHON'
import mmap, os, tempfile

LENGTH = 1 << 20

def show(when, fd):
    try:
        data = f"data at {os.lseek(fd, 0, os.SEEK_DATA)}"
    except OSError:
        data = "no data"
    print(f"{when}: {data}, {os.fstat(fd).st_blocks * 512} bytes used")

with tempfile.TemporaryFile(dir="/dev/shm") as file:
    fd = file.fileno()
    os.ftruncate(fd, LENGTH)
    show("before", fd)
    assert os.pread(fd, LENGTH, 0) == bytes(LENGTH)
    show("after read", fd)
    with mmap.mmap(fd, LENGTH, prot=mmap.PROT_READ) as m:
        assert sum(m[::4096]) == 0
        show("after loads from a mapping", fd)
PYTHON
)
echo "$said"
expected='before: no data, 0 bytes used
after read: no data, 0 bytes used
after loads from a mapping: data at 0, 1048576 bytes used'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
