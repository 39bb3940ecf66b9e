#!/usr/bin/env bash
# On ext4, posix_fallocate that fails for lack of space leaves the file longer and the disk full. On
# XFS, Btrfs and tmpfs the file keeps its length, and the disk its free space.
#
# A program that reserves space before it writes, and reports a full disk when that fails, has
# therefore filled the disk for all others. It must truncate the file to its earlier length itself.
# Space reserved in holes within that length stays.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30:
#   ext4: ENOSPC, the file has grown, nothing is free
#   ext4, truncated back: the file is empty, all is free
#   xfs: ENOSPC, the file is empty, all is free
#   btrfs: ENOSPC, the file is empty, all is free
#   tmpfs: ENOSPC, the file is empty, all is free
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs and loop devices. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"

# Reserves twice the free space of a new disk, and prints what has become of the file. $1: the file system
try() {
  if [ "$1" = tmpfs ]; then
    mount -t tmpfs -o size=400M tmpfs "$folder/disk"
  else
    rm -f -- "$folder/image"
    truncate -s 400M "$folder/image"
    "mkfs.$1" -q "$folder/image" >/dev/null
    mount -o loop "$folder/image" "$folder/disk"
  fi
  python3 - "$1" "$folder/disk" <<'PYTHON'
import errno, os, sys

name, folder = sys.argv[1:]
descriptor = os.open(f"{folder}/file", os.O_RDWR | os.O_CREAT)

def free():
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize

before = free()

def state():
    size = os.fstat(descriptor).st_size
    left = free()
    grown = "is empty" if size == 0 else "has grown"
    return f"the file {grown}, {'nothing' if left < 1 << 20 else 'all' if left > before - (1 << 20) else left} is free"

try:
    os.posix_fallocate(descriptor, 0, 2 * before)
    print(f"{name}: done")
except OSError as error:
    print(f"{name}: {errno.errorcode[error.errno]}, {state()}")
if os.fstat(descriptor).st_size > 0:
    os.ftruncate(descriptor, 0)
    print(f"{name}, truncated back: {state()}")
PYTHON
  umount "$folder/disk"
}

said=$(for system in ext4 xfs btrfs tmpfs; do try "$system"; done)
echo "$said"
expected='ext4: ENOSPC, the file has grown, nothing is free
ext4, truncated back: the file is empty, all is free
xfs: ENOSPC, the file is empty, all is free
btrfs: ENOSPC, the file is empty, all is free
tmpfs: ENOSPC, the file is empty, all is free'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
