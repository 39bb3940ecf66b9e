#!/usr/bin/env bash
# posix_fadvise(POSIX_FADV_RANDOM) does not stop readahead for a mapping of the descriptor: to read one
# byte still brings all that read_ahead_kb allows. POSIX_FADV_SEQUENTIAL, however, doubles that.
#
# The kernel keeps both with the open file, which a mapping shares. But RANDOM is a flag that only read(2)
# looks at, while SEQUENTIAL changes the length of readahead, which faults use, too. posix_fadvise(2) says
# nothing about mappings. A program that reads a mapping here and there must give MADV_RANDOM for it, and
# should not map through a descriptor that was advised to be read in sequence.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30; pages of a cold file of
# 64 MiB in memory after a read of one byte, where read_ahead_kb is 2560 (4096 on Btrfs):
#   ext4: mapped 640, FADV_RANDOM 640, FADV_SEQUENTIAL 1280, MADV_RANDOM 1; pread 4, after FADV_RANDOM 1
#   xfs: mapped 640, FADV_RANDOM 640, FADV_SEQUENTIAL 1280, MADV_RANDOM 1; pread 4, after FADV_RANDOM 1
#   btrfs: mapped 1024, FADV_RANDOM 1024, FADV_SEQUENTIAL 2048, MADV_RANDOM 1; pread 4, after FADV_RANDOM 1
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs, a loop device and pages of 4 KiB. Fails unless
# FADV_RANDOM brings what is mapped without, and more than 1, FADV_SEQUENTIAL twice as much, MADV_RANDOM 1,
# and pread 1 only after FADV_RANDOM.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
cat >"$folder/count.py" <<'PYTHON'
import ctypes, mmap, os, sys

SIZE, PAGE = 64 << 20, 4096
system, path = sys.argv[1:]
libc = ctypes.CDLL(None)
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
with open(path, "wb", buffering=0) as new:
    for _ in range(SIZE // PAGE):
        new.write(b"x" * PAGE)
    os.fsync(new.fileno())

def brought(read, advice_of_file=None, advice_of_mapping=None):
    """Returns how many pages of a cold file are in memory after a read."""
    file = os.open(path, os.O_RDWR)
    os.pread(file, SIZE, 0)  # waits for readahead of the case before
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    if advice_of_file is not None:
        os.posix_fadvise(file, 0, 0, advice_of_file)
    with mmap.mmap(file, SIZE) as memory:
        if advice_of_mapping is not None:
            memory.madvise(advice_of_mapping)
        read(file, memory)
        start = ctypes.c_char.from_buffer(memory)
        pages = ctypes.create_string_buffer(SIZE // PAGE)
        assert libc.mincore(ctypes.addressof(start), SIZE, pages) == 0
        del start
    os.close(file)
    return sum(page & 1 for page in pages.raw)

def load(file, memory):
    memory[33 << 20]

def pread(file, memory):
    os.pread(file, 1, 0)

mapped = brought(load)
random = brought(load, os.POSIX_FADV_RANDOM)
sequential = brought(load, os.POSIX_FADV_SEQUENTIAL)
by_mapping = brought(load, None, mmap.MADV_RANDOM)
read = brought(pread)
read_random = brought(pread, os.POSIX_FADV_RANDOM)
print(f"{system}: mapped {mapped}, FADV_RANDOM {random}, FADV_SEQUENTIAL {sequential},"
      f" MADV_RANDOM {by_mapping}; pread {read}, after FADV_RANDOM {read_random}")
same = mapped == random > 1 and sequential == 2 * mapped and by_mapping == 1
sys.exit(0 if same and read > 1 and read_random == 1 else 1)
PYTHON
for system in ext4 xfs btrfs; do
  rm -f -- "$folder/image"
  truncate -s 400M "$folder/image"
  "mkfs.$system" -q "$folder/image" >/dev/null
  mount -o loop "$folder/image" "$folder/disk"
  python3 "$folder/count.py" "$system" "$folder/disk/file" || { echo 'this has changed' >&2; exit 1; }
  umount "$folder/disk"
done
