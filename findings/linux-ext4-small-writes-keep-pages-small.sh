#!/usr/bin/env bash
# On ext4, how a file came into the page cache decides whether a mapping of it uses huge pages: all of
# it does if it was written in pieces of 2 MiB, none of it if it was written in pieces of 64 KiB, and
# a part of it after it has been read back from the disk, however it was written.
#
# This holds while transparent huge pages are off for all but those who ask (madvise), without any
# advice, and while /proc/self/smaps says THPeligible: 0. write(2) puts folios of up to 2 MiB into the
# page cache, no larger than the piece that is written, and readahead makes larger and larger ones: of
# a file of 256 MiB, 216 MiB are in huge pages after it has been read back.
# The kernel maps a folio of 2 MiB by a single entry, so the first pass over a mapping has a 32nd of
# the faults. A program that writes a file which is then mapped should write pieces of 2 MiB, and
# whoever compares a warm mapping with a cold one should know that the cold one has larger pages.
#
# Seen with Linux 6.18 on ext4, 2026-11-30, files of 64 MiB:
#   written in 2 MiB: 32 faults, 64 MiB in huge pages
#   written in 64 KiB: 1024 faults, 0 MiB in huge pages
#   written in 64 KiB and read back: 435 faults, 24 MiB in huge pages
# Needs python3 and a temporary folder on ext4. Fails unless all of the first file, nothing of the
# second and something of the third are in huge pages.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
kind=$(stat -f -c %T "$folder")
[ "$kind" = ext2/ext3 ] || { echo "$folder is on $kind, not on ext4" >&2; exit 1; }
python3 - "$folder/file" <<'PYTHON'
import mmap, os, resource, sys

SIZE = 64 << 20

def write(path, piece):
    with open(path, "wb", buffering=0) as file:
        for _ in range(SIZE // piece):
            file.write(b"x" * piece)
        os.fsync(file.fileno())

def huge(path):
    """Returns how many MiB of a file's mapping are in huge pages."""
    mapping = False
    for line in open("/proc/self/smaps"):
        if path in line:
            mapping = True
        elif mapping and line.startswith("FilePmdMapped:"):
            return int(line.split()[1]) >> 10

def touch(path, name):
    """Maps a file, reads each page, and returns how many MiB are in huge pages."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        assert memory.find(b"y") == -1
        faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
        result = huge(path)
        print(f"{name}: {faults} faults, {result} MiB in huge pages")
        return result

path = sys.argv[1]
write(path, 2 << 20)
large = touch(path, "written in 2 MiB")
os.remove(path)
write(path, 64 << 10)
small = touch(path, "written in 64 KiB")
fd = os.open(path, os.O_RDONLY)
os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
os.close(fd)
back = touch(path, "written in 64 KiB and read back")
sys.exit(0 if small == 0 and large == SIZE >> 20 and back > 0 else 1)
PYTHON
