#!/usr/bin/env bash
# When the disk does not take what was stored through a mapping, msync fails once. To call it again
# succeeds without another try, although the bytes are not on the disk and are lost with the page cache.
#
# The kernel marks a page as clean when it starts to write it, and leaves it so if that fails. The error is
# noted once for an open file, so fsync of the mapped descriptor does not report it after msync has, and
# fsync of a descriptor that is opened later does not either. The mapping shows what was stored until its
# pages are evicted. msync(2) does not mention any of this. A program that retries a failed flush until
# it succeeds must store its bytes again first.
#
# Seen with Linux 6.18, e2fsprogs 1.47, 2026-11-30: ext4 in an image that can't grow, which gets 64 MiB:
#   msync: No space left on device
#   msync again: no error
#   fsync of the mapped descriptor: no error
#   fsync of a new descriptor: no error
#   pages as stored: 16384 of 16384 in memory, 6064 of them after eviction
# Needs root, python3, e2fsprogs, a loop device and pages of 4 KiB. Fails if one of the first four lines
# differs, or if pages are missing in memory or none after eviction.
set -euo pipefail

uname -r
folder=$(mktemp -d)
clean() {
  umount "$folder/disk" 2>/dev/null || true
  for _ in 1 2 3 4 5; do
    umount "$folder/small" 2>/dev/null && break
    sleep 1 # the loop device lets go of its file a little later
  done
  rm -rf -- "$folder"
}
trap clean EXIT
mkdir "$folder/small" "$folder/disk"
mount -t tmpfs -o size=24M none "$folder/small"
truncate -s 200M "$folder/small/image"
mkfs.ext4 -q -O ^has_journal -E nodiscard "$folder/small/image"
mount -o loop "$folder/small/image" "$folder/disk"
python3 - "$folder/disk/file" <<'PYTHON'
import mmap, os, sys

SIZE, PAGE = 64 << 20, 4096
COUNT = SIZE // PAGE

def stored():
    return sum(mapping[page * PAGE] for page in range(COUNT))

def result(call):
    try:
        call()
        return "no error"
    except OSError as e:
        return os.strerror(e.errno)

file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
os.posix_fallocate(file, 0, SIZE)
os.fsync(file)
mapping = mmap.mmap(file, SIZE)
for page in range(COUNT):
    mapping[page * PAGE] = 1
results = []
for name, call in (
    ("msync", mapping.flush),
    ("msync again", mapping.flush),
    ("fsync of the mapped descriptor", lambda: os.fsync(file)),
    ("fsync of a new descriptor", lambda: os.fsync(os.open(sys.argv[1], os.O_RDWR))),
):
    results.append(result(call))
    print(f"{name}: {results[-1]}")
in_memory = stored()
mapping.close()
os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
mapping = mmap.mmap(file, SIZE)
left = stored()
print(f"pages as stored: {in_memory} of {COUNT} in memory, {left} of them after eviction")
once = results[0] != "no error" and set(results[1:]) == {"no error"}
if not once or in_memory != COUNT or left == COUNT:
    sys.exit("this has changed")
PYTHON
