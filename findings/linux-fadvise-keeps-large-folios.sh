#!/usr/bin/env bash
# On ext4 and XFS, POSIX_FADV_DONTNEED drops nothing of what was written in pieces of 1 MiB, unless the
# range covers such a piece whole. Of a file that was only read, the same call drops the range.
#
# write(2) puts large folios into the page cache, and the call leaves every folio alone that the range
# covers partly, even if that is all of a range of 1 MiB. Btrfs, which writes through single pages here,
# drops the range in both cases. A program that drops what it has written behind it must do so in large
# aligned ranges, or from the start of the file.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30:
#   ext4, written: 1 page 0, 1 MiB at an odd page 0, 1 MiB aligned 256
#   ext4, read: 1 page 1, 1 MiB at an odd page 255, 1 MiB aligned 256
#   xfs, written: 1 page 0, 1 MiB at an odd page 0, 1 MiB aligned 256
#   xfs, read: 1 page 1, 1 MiB at an odd page 255, 1 MiB aligned 256
#   btrfs, written: 1 page 1, 1 MiB at an odd page 256, 1 MiB aligned 256
#   btrfs, read: 1 page 1, 1 MiB at an odd page 256, 1 MiB aligned 256
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs and loop devices. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"

# Counts the pages that are dropped of a written and of a read file on a new disk. $1: the file system
try() {
  rm -f -- "$folder/image"
  truncate -s 400M "$folder/image"
  "mkfs.$1" -q "$folder/image" >/dev/null
  mount -o loop "$folder/image" "$folder/disk"
  python3 - "$1" "$folder/disk" <<'PYTHON'
import ctypes, mmap, os, sys

MIB, PAGE = 1 << 20, 4096
LENGTH = 4 * MIB
libc = ctypes.CDLL(None)
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
name, folder = sys.argv[1:]

def dropped(descriptor, offset, length):
    """Returns how many pages of the file are not in the page cache after the advice."""
    os.posix_fadvise(descriptor, offset, length, os.POSIX_FADV_DONTNEED)
    pages = (ctypes.c_ubyte * (LENGTH // PAGE))()
    with mmap.mmap(descriptor, LENGTH) as mapping:
        first = ctypes.c_char.from_buffer(mapping)
        libc.mincore(ctypes.addressof(first), LENGTH, pages)
        del first
    for at in range(0, LENGTH, MIB):
        os.pread(descriptor, MIB, at)
    return sum(1 for page in pages if not page & 1)

for history in "written", "read":
    descriptor = os.open(f"{folder}/{history}", os.O_RDWR | os.O_CREAT)
    for at in range(0, LENGTH, MIB):
        os.pwrite(descriptor, os.urandom(MIB), at)
    os.fsync(descriptor)
    if history == "read":
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        for at in range(0, LENGTH, MIB):
            os.pread(descriptor, MIB, at)
    print(
        f"{name}, {history}: 1 page {dropped(descriptor, PAGE, PAGE)},"
        f" 1 MiB at an odd page {dropped(descriptor, 2 * MIB + PAGE, MIB)},"
        f" 1 MiB aligned {dropped(descriptor, MIB, MIB)}"
    )
PYTHON
  umount "$folder/disk"
}

said=$(for system in ext4 xfs btrfs; do try "$system"; done)
echo "$said"
expected='ext4, written: 1 page 0, 1 MiB at an odd page 0, 1 MiB aligned 256
ext4, read: 1 page 1, 1 MiB at an odd page 255, 1 MiB aligned 256
xfs, written: 1 page 0, 1 MiB at an odd page 0, 1 MiB aligned 256
xfs, read: 1 page 1, 1 MiB at an odd page 255, 1 MiB aligned 256
btrfs, written: 1 page 1, 1 MiB at an odd page 256, 1 MiB aligned 256
btrfs, read: 1 page 1, 1 MiB at an odd page 256, 1 MiB aligned 256'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
