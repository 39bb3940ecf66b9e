#!/usr/bin/env bash
# After MADV_RANDOM, MADV_POPULATE_READ and mlock read a cold file from the disk in requests of one page,
# one after the other: 16384 for 64 MiB, where about 60 do without the advice.
#
# MADV_RANDOM turns off readahead for all faults in the mapping, and these calls, which know the whole
# range beforehand, only fault its pages in order. So a program that reads records here and there, and
# loads or locks its file first, waits for the disk 16384 times; at 0.1 ms each that is 1.6 s instead of
# some hundredths. It should load first and give the advice afterwards, or first give MADV_WILLNEED for
# the range in pieces, which MADV_RANDOM does not stop.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30, requests for 64 MiB:
#   ext4: POPULATE_READ 59, mlock 59; after RANDOM: POPULATE_READ 16384, mlock 16384, WILLNEED 128
#   xfs: POPULATE_READ 55, mlock 55; after RANDOM: POPULATE_READ 16384, mlock 16384, WILLNEED 128
#   btrfs: POPULATE_READ 123, mlock 120; after RANDOM: POPULATE_READ 16384, mlock 16384, WILLNEED 125
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs, a loop device and pages of 4 KiB. Fails unless
# two numbers of each line are 16384 or a few more, and the others less than 1000.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
cat >"$folder/count.py" <<'PYTHON'
import ctypes, mmap, os, sys

SIZE, MIB, PAGE, POPULATE_READ = 64 << 20, 1 << 20, 4096, 22
system, path, statistics = sys.argv[1:]
libc = ctypes.CDLL(None, use_errno=True)
libc.mlock.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
file = os.open(path, os.O_RDWR | os.O_CREAT)
for _ in range(SIZE // PAGE):
    os.write(file, b"x" * PAGE)
os.fsync(file)

def populate(memory):
    memory.madvise(POPULATE_READ)

def lock(memory):
    start = ctypes.c_char.from_buffer(memory)
    if libc.mlock(ctypes.addressof(start), SIZE) != 0:
        raise OSError(ctypes.get_errno(), "mlock")

def willneed(memory):
    for at in range(0, SIZE, MIB):
        memory.madvise(mmap.MADV_WILLNEED, at, MIB)
    populate(memory)

def requests(load, *advice):
    """Returns how many requests the disk gets while a cold file is loaded."""
    def completed():
        return int(open(statistics).read().split()[0])
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    with mmap.mmap(file, SIZE) as memory:
        for one in advice:
            memory.madvise(one)
        before = completed()
        load(memory)
        return completed() - before

random = mmap.MADV_RANDOM
few = requests(populate), requests(lock), requests(willneed, random)
many = requests(populate, random), requests(lock, random)
print(f"{system}: POPULATE_READ {few[0]}, mlock {few[1]}; after RANDOM: POPULATE_READ {many[0]},"
      f" mlock {many[1]}, WILLNEED {few[2]}")
count = SIZE // PAGE
sys.exit(0 if max(few) < 1000 and count <= min(many) <= max(many) < count + 1000 else 1)
PYTHON
for system in ext4 xfs btrfs; do
  rm -f -- "$folder/image"
  truncate -s 400M "$folder/image"
  "mkfs.$system" -q "$folder/image" >/dev/null
  mount -o loop "$folder/image" "$folder/disk"
  device=$(findmnt -n -o SOURCE "$folder/disk")
  python3 "$folder/count.py" "$system" "$folder/disk/file" "/sys/block/${device##*/}/stat" ||
    { echo 'this has changed' >&2; exit 1; }
  umount "$folder/disk"
done
