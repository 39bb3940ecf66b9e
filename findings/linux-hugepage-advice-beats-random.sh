#!/usr/bin/env bash
# MADV_HUGEPAGE beats MADV_RANDOM for a mapped file: one byte read brings 2 MiB from the disk.
#
# Transparent huge pages are for anonymous memory, so one would think that MADV_HUGEPAGE does nothing for
# a file where the kernel was built without CONFIG_READ_ONLY_THP_FOR_FS, as here. But it makes each fault
# in a cold file, also in a writable mapping, read the 2 MiB around it, and as much again without
# MADV_RANDOM, in whichever order the two were given. So a program that reads records here and there, and
# asks for huge pages to save misses of the TLB, reads 512 times the pages; on Btrfs for no huge page.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30; pages of a cold file of
# 64 MiB that are in memory after a read of one byte, and what of them is in huge pages:
#   ext4: RANDOM 1, HUGEPAGE 1024, both 512, RANDOM last 512; 2 MiB in huge pages
#   xfs: RANDOM 1, HUGEPAGE 1024, both 512, RANDOM last 512; 2 MiB in huge pages
#   btrfs: RANDOM 1, HUGEPAGE 1024, both 512, RANDOM last 512; 0 MiB in huge pages
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs, a loop device, pages of 4 KiB, and "always" or
# "madvise" in /sys/kernel/mm/transparent_hugepage/enabled. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
cat >"$folder/count.py" <<'PYTHON'
import ctypes, mmap, os, sys

SIZE, PAGE = 64 << 20, 4096
RANDOM, HUGEPAGE = mmap.MADV_RANDOM, mmap.MADV_HUGEPAGE
libc = ctypes.CDLL(None)
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
for _ in range(SIZE // PAGE):
    os.write(file, b"x" * PAGE)
os.fsync(file)

def read(*advice):
    """Returns how many pages are in memory after a read, and how many MiB are in huge pages."""
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    with mmap.mmap(file, SIZE) as memory:
        for one in advice:
            memory.madvise(one)
        memory[33 << 20]
        start = ctypes.c_char.from_buffer(memory)
        pages = ctypes.create_string_buffer(SIZE // PAGE)
        assert libc.mincore(ctypes.addressof(start), SIZE, pages) == 0
        del start
        huge = sum(int(line.split()[1]) for line in open("/proc/self/smaps") if "FilePmdMapped:" in line)
        return sum(page & 1 for page in pages.raw), huge >> 10

print(f"RANDOM {read(RANDOM)[0]}, HUGEPAGE {read(HUGEPAGE)[0]}, both {read(RANDOM, HUGEPAGE)[0]},"
      f" RANDOM last {read(HUGEPAGE, RANDOM)[0]}; {read(RANDOM, HUGEPAGE)[1]} MiB in huge pages")
PYTHON
said=$(
  for system in ext4 xfs btrfs; do
    rm -f -- "$folder/image"
    truncate -s 400M "$folder/image"
    "mkfs.$system" -q "$folder/image" >/dev/null
    mount -o loop "$folder/image" "$folder/disk"
    echo "$system: $(python3 "$folder/count.py" "$folder/disk/file")"
    umount "$folder/disk"
  done
)
echo "$said"
counts='RANDOM 1, HUGEPAGE 1024, both 512, RANDOM last 512'
expected="ext4: $counts; 2 MiB in huge pages
xfs: $counts; 2 MiB in huge pages
btrfs: $counts; 0 MiB in huge pages"
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
