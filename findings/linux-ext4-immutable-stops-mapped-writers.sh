#!/usr/bin/env bash
# On ext4, chattr +i stops programs that have the file open or mapped for writing: pwrite fails with
# EPERM, and MADV_POPULATE_WRITE with EFAULT, so a plain store would fault, also into a page that was
# stored to before. On XFS, Btrfs and tmpfs they go on writing to the immutable file.
#
# The manual, chattr(1), says under "Bugs and limitations" that the attribute does not affect writing to
# existing descriptors. A program must neither rely on the attribute as a lock, nor be surprised by a
# SIGBUS in a file of full length on a disk with room.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30:
#   ext4: pwrite EPERM, page stored to before EFAULT, other page EFAULT
#   xfs: pwrite done, page stored to before done, other page done
#   btrfs: pwrite done, page stored to before done, other page done
#   tmpfs: pwrite done, page stored to before done, other page done
# Needs root, python3, chattr, e2fsprogs, xfsprogs, btrfs-progs and loop devices. Fails if a line
# differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'chattr -i "$folder/disk/file" 2>/dev/null || true
  umount "$folder/disk" 2>/dev/null || true
  rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"

# Writes to a file that has become immutable, on a new disk. $1: the file system
try() {
  if [ "$1" = tmpfs ]; then
    mount -t tmpfs tmpfs "$folder/disk"
  else
    rm -f -- "$folder/image"
    truncate -s 400M "$folder/image"
    "mkfs.$1" -q "$folder/image" >/dev/null
    mount -o loop "$folder/image" "$folder/disk"
  fi
  python3 - "$1" "$folder/disk/file" <<'PYTHON'
import ctypes, errno, mmap, os, subprocess, sys

POPULATE_WRITE = 23
libc = ctypes.CDLL(None, use_errno=True)
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
name, path = sys.argv[1:]
descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
os.ftruncate(descriptor, 2 * mmap.PAGESIZE)
mapping = mmap.mmap(descriptor, 2 * mmap.PAGESIZE)
mapping[0] = 1
subprocess.run(["chattr", "+i", path], check=True)

def pwrite():
    try:
        os.pwrite(descriptor, b"x", 0)
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"

def store(page):
    address = ctypes.addressof(ctypes.c_char.from_buffer(mapping)) + page * mmap.PAGESIZE
    failed = libc.madvise(address, mmap.PAGESIZE, POPULATE_WRITE)
    return errno.errorcode[ctypes.get_errno()] if failed else "done"

print(f"{name}: pwrite {pwrite()}, page stored to before {store(0)}, other page {store(1)}")
subprocess.run(["chattr", "-i", path], check=True)
PYTHON
  umount "$folder/disk"
}

said=$(for system in ext4 xfs btrfs tmpfs; do try "$system"; done)
echo "$said"
expected='ext4: pwrite EPERM, page stored to before EFAULT, other page EFAULT
xfs: pwrite done, page stored to before done, other page done
btrfs: pwrite done, page stored to before done, other page done
tmpfs: pwrite done, page stored to before done, other page done'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
