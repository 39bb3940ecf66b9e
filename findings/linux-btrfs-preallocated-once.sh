#!/usr/bin/env bash
# On Btrfs, posix_fallocate reserves space for the first write only. On a full disk the same bytes
# can't be written a second time, neither by pwrite (ENOSPC) nor through a mapping (EFAULT from
# MADV_POPULATE_WRITE, so a plain store would fault).
#
# A program that reserves space so that later stores into a mapping can't fail is wrong there from
# the second write-back on: Btrfs writes changed bytes to new blocks, which a full disk doesn't have.
# A file with the attribute C (no copy on write, set while it is empty) keeps the reservation.
#
# Seen with Linux 6.18, btrfs-progs 6.2, 2026-11-30:
#   plain, first store through a mapping: done
#   plain, second write: ENOSPC
#   plain, second store through a mapping: EFAULT
#   attribute C, first store through a mapping: done
#   attribute C, second write: done
#   attribute C, second store through a mapping: done
# Needs root, python3, btrfs-progs, chattr and a loop device. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
truncate -s 400M "$folder/image"
mkfs.btrfs -q -m single "$folder/image" >/dev/null
mkdir "$folder/disk"
mount -o loop "$folder/image" "$folder/disk"
touch "$folder/disk/plain" "$folder/disk/attribute C"
chattr +C "$folder/disk/attribute C"
said=$(
  python3 - "$folder/disk" <<'PYTHON'
import ctypes, errno, mmap, os, sys

LENGTH, POPULATE_WRITE = 8 << 20, 23
libc = ctypes.CDLL(None, use_errno=True)
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]

def write(descriptor):
    try:
        for offset in range(0, LENGTH, 1 << 20):
            os.pwrite(descriptor, os.urandom(1 << 20), offset)
        os.fsync(descriptor)
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"

def store(descriptor):
    mapping = mmap.mmap(descriptor, LENGTH)
    address = ctypes.addressof(ctypes.c_char.from_buffer(mapping))
    result = libc.madvise(address, LENGTH, POPULATE_WRITE)
    if result != 0:
        return errno.errorcode[ctypes.get_errno()]
    mapping.flush()
    return "done"

files = {}
for name in "plain", "attribute C":
    files[name] = os.open(f"{sys.argv[1]}/{name}", os.O_RDWR)
    os.posix_fallocate(files[name], 0, LENGTH)
    os.fsync(files[name])
filler = os.open(f"{sys.argv[1]}/filler", os.O_WRONLY | os.O_CREAT)
for step in 1 << 20, 1 << 16, 1 << 12, 1 << 12:
    try:
        while True:
            os.write(filler, os.urandom(step))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    os.fsync(filler)
for name, descriptor in files.items():
    print(f"{name}, first store through a mapping: {store(descriptor)}")
    print(f"{name}, second write: {write(descriptor)}")
    print(f"{name}, second store through a mapping: {store(descriptor)}")
PYTHON
)
echo "$said"
expected='plain, first store through a mapping: done
plain, second write: ENOSPC
plain, second store through a mapping: EFAULT
attribute C, first store through a mapping: done
attribute C, second write: done
attribute C, second store through a mapping: done'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
