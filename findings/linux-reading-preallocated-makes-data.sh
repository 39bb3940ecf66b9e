#!/usr/bin/env bash
# On ext4 and XFS, reading space that was reserved by posix_fallocate makes it data for SEEK_DATA, from
# a hole that it was. One pread makes data of its page; reading through a mapping makes data of all
# pages that the system maps around. On Btrfs it stays a hole.
#
# A program that skips holes therefore skips reserved space once, and reads its zeros the next time.
# One that copies a file sparsely writes them. They are data as long as they are in the page cache.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30:
#   ext4: no data; after pread of one page: data at 65536; after loads: data at 0; cache dropped: no data
#   xfs: no data; after pread of one page: data at 65536; after loads: data at 0; cache dropped: no data
#   btrfs: no data; after pread of one page: no data; after loads: no data; cache dropped: no data
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs and loop devices. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"

# Reserves, reads and looks for data on a new disk. $1: the file system
try() {
  rm -f -- "$folder/image"
  truncate -s 400M "$folder/image"
  "mkfs.$1" -q "$folder/image" >/dev/null
  mount -o loop "$folder/image" "$folder/disk"
  python3 - "$1" "$folder/disk/file" <<'PYTHON'
import errno, mmap, os, sys

LENGTH = 1 << 20
descriptor = os.open(sys.argv[2], os.O_RDWR | os.O_CREAT)
os.posix_fallocate(descriptor, 0, LENGTH)

def data():
    try:
        return f"data at {os.lseek(descriptor, 0, os.SEEK_DATA)}"
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return "no data"

line = f"{sys.argv[1]}: {data()}"
os.pread(descriptor, 4096, 65536)
line += f"; after pread of one page: {data()}"
with mmap.mmap(descriptor, LENGTH, access=mmap.ACCESS_READ) as mapping:
    if any(mapping[at] for at in range(0, LENGTH, mmap.PAGESIZE)):
        raise SystemExit("not zero")
line += f"; after loads: {data()}"
os.fsync(descriptor)
os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
print(f"{line}; cache dropped: {data()}")
PYTHON
  umount "$folder/disk"
}

said=$(for system in ext4 xfs btrfs; do try "$system"; done)
echo "$said"
expected='ext4: no data; after pread of one page: data at 65536; after loads: data at 0; cache dropped: no data
xfs: no data; after pread of one page: data at 65536; after loads: data at 0; cache dropped: no data
btrfs: no data; after pread of one page: no data; after loads: no data; cache dropped: no data'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
