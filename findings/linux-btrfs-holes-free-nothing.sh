#!/usr/bin/env bash
# On Btrfs, punching holes into 15 of 16 parts of a file frees none of its space, and storing these
# parts anew takes almost as much space again. stat and du show neither.
#
# Btrfs writes a file in extents of up to 128 MiB, and keeps an extent as a whole while a single page of it
# is in use. So MADV_REMOVE and fallocate give back nothing before all of an extent is punched, and
# stores through a mapping, which Btrfs writes to new places, leave the old bytes on the disk as well.
# A program that recycles parts of a mapped file fills the disk though it frees all the time. It helps
# to fill the file in pieces that are flushed one by one, which makes small extents.
#
# Seen with Linux 6.18, e2fsprogs 1.47, btrfs-progs 6.2, 2026-11-30; a file of 256 MiB, in MiB:
#   ext4: 16 after punching (16 by stat), 256 after storing (256 by stat)
#   btrfs: 256 after punching (16 by stat), 497 after storing (256 by stat)
#   btrfs, flushed per MiB: 16 after punching (16 by stat), 256 after storing (256 by stat)
# Needs root, python3, e2fsprogs, btrfs-progs and a loop device. Fails if a number is 24 off.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"

# $1: the file system; $2: whether each MiB is flushed; then the four numbers expected
try() {
  rm -f -- "$folder/image"
  truncate -s 1G "$folder/image"
  "mkfs.$1" -q "$folder/image" >/dev/null
  mount -o loop "$folder/image" "$folder/disk"
  python3 - "$folder/disk" "$@" <<'PYTHON'
import mmap, os, sys

MIB, COUNT, STEP = 1 << 20, 256, 16
folder, system, flushed = sys.argv[1:4]
expected = [int(number) for number in sys.argv[4:]]

def free():
    os.sync()
    status = os.statvfs(folder)
    return status.f_bfree * status.f_frsize

def taken(file):
    """Returns how many MiB of the disk a file takes, and how many stat reports."""
    return (before - free()) // MIB, os.fstat(file).st_blocks * 512 // MIB

def make():
    file = os.open(folder + "/file", os.O_RDWR | os.O_CREAT)
    for _ in range(COUNT):
        os.write(file, b"x" * MIB)
        if flushed == "yes":
            os.fsync(file)
    os.fsync(file)
    return file, mmap.mmap(file, 0)

def remove(file, memory):
    memory.close()
    os.close(file)
    os.remove(folder + "/file")

before = free()
file, memory = make()
for at in range(0, COUNT * MIB, STEP * MIB):
    memory.madvise(mmap.MADV_REMOVE, at, (STEP - 1) * MIB)
punched, by_stat = taken(file)
remove(file, memory)
file, memory = make()
for at in range(0, COUNT * MIB, STEP * MIB):
    memory[at : at + (STEP - 1) * MIB] = b"y" * ((STEP - 1) * MIB)
memory.flush()
stored, stored_by_stat = taken(file)
remove(file, memory)
print(f"{system}{', flushed per MiB' * (flushed == 'yes')}: {punched} after punching ({by_stat} by stat),"
      f" {stored} after storing ({stored_by_stat} by stat)")
numbers = punched, by_stat, stored, stored_by_stat
if any(abs(number - other) > 24 for number, other in zip(numbers, expected)):
    sys.exit("this has changed")
PYTHON
  umount "$folder/disk"
}

try ext4 no 16 16 256 256
try btrfs no 256 16 496 256
try btrfs yes 16 16 256 256
