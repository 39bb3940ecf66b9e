#!/usr/bin/env bash
# On ext4 and XFS, one byte stored through a mapping can make the system write 2 MiB to the disk, where
# pwrite of the same byte makes it write a block of 4 KiB.
#
# The page cache holds a file in folios, which are as large as the pieces in which the file was written
# (up to 2 MiB here), or as readahead has made them. The file system notes for each block of a folio
# whether pwrite has changed it, but a store through a mapping marks all blocks of the folio as changed.
# This repeats after each msync or writeback. A program that changes a record here and there, through
# a mapping of a file that was copied or scanned before, writes up to 512 times what it would write by
# pwrite, and on an SSD wears it as much. Pages stay small if the file was written in pieces of 4 KiB,
# or was read only through a mapping advised by MADV_RANDOM. Btrfs writes single pages here.
# /proc/PID/io does not tell: it counts 2 MiB for either.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30; 32 bytes are stored,
# 2 MiB apart, and the disk is written:
#   ext4, written in 2 MiB: stores 65540 KiB, pwrite 36 KiB
#   ext4, written in 64 KiB: stores 2052 KiB, pwrite 36 KiB
#   ext4, written in 4 KiB: stores 132 KiB, pwrite 36 KiB
#   ext4, read back: stores 35164 KiB, pwrite 36 KiB
#   xfs, written in 2 MiB: stores 61441 KiB, pwrite 129 KiB
#   xfs, written in 64 KiB: stores 2049 KiB, pwrite 129 KiB
#   xfs, written in 4 KiB: stores 129 KiB, pwrite 129 KiB
#   xfs, read back: stores 35161 KiB, pwrite 129 KiB
#   btrfs: about 500 KiB each time
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs, loop devices and pages of 4 KiB. Fails unless,
# on ext4 and XFS, the stores write more than 50 MiB to the file written in 2 MiB, more than 16 MiB to
# the one read back, and all else writes at most 4 MiB.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
for system in ext4 xfs btrfs; do
  rm -f -- "$folder/image"
  truncate -s 400M "$folder/image"
  "mkfs.$system" -q "$folder/image" >/dev/null
  mount -o loop "$folder/image" "$folder/disk"
  device=$(findmnt -n -o SOURCE "$folder/disk")
  python3 - "$system" "$folder/disk/file" "/sys/block/${device##*/}/stat" <<'PYTHON'
import mmap, os, sys

SIZE, STEP = 64 << 20, 2 << 20
system, path, statistics = sys.argv[1:]

def write(piece):
    """Writes a new file in pieces of this length, and returns its descriptor."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    for _ in range(SIZE // piece):
        os.write(file, b"x" * piece)
    return file

def read_back():
    """Returns the descriptor of a file that was written in pages and then read from the disk."""
    file = write(mmap.PAGESIZE)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    with mmap.mmap(file, SIZE) as memory:
        assert memory.find(b"y") == -1
    return file

def written(change):
    """Returns how many KiB the disk is written by a change and a flush of it."""
    def sectors():
        os.sync()
        return int(open(statistics).read().split()[6])
    before = sectors()
    change()
    return (sectors() - before) // 2

histories = (
    ("written in 2 MiB", lambda: write(2 << 20)),
    ("written in 64 KiB", lambda: write(64 << 10)),
    ("written in 4 KiB", lambda: write(4 << 10)),
    ("read back", read_back),
)
for name, make in histories:
    file = make()
    with mmap.mmap(file, SIZE) as memory:
        def store():
            for offset in range(0, SIZE, STEP):
                memory[offset + 12345] = 1
            memory.flush()
        def put():
            for offset in range(0, SIZE, STEP):
                os.pwrite(file, b"\2", offset + 12345)
            os.fsync(file)
        stores, puts = written(store), written(put)
    os.close(file)
    print(f"{system}, {name}: stores {stores} KiB, pwrite {puts} KiB")
    least = {"written in 2 MiB": 50 << 10, "read back": 16 << 10}.get(name, 0)
    large = least and system != "btrfs"
    if not (stores > least if large else stores <= 4096) or puts > 4096:
        sys.exit("this has changed")
PYTHON
  umount "$folder/disk"
done
