#!/usr/bin/env bash
# On FUSE, a store through a shared mapping reaches the file below only at msync, at munmap, or when any
# descriptor of the file is closed, even one that another part of the program had opened for reading.
# A write to the file below reaches the mapping only when some program opens the file above anew.
#
# So two processes that map the same file, one through bindfs (or sshfs, or a container's volume made
# so) and one directly, do not share memory. A munmap can wait for the daemon, as it writes first.
#
# Seen with Linux 6.18, bindfs 1.14.7, 2026-11-30 (the file below after each step):
#   store: old
#   msync: new
#   store, another descriptor closed: new
#   store, munmap: new
#   write below: the mapping shows old, after another open new
# Needs python3, bindfs, and root or the right to mount FUSE. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/above" 2>/dev/null || fusermount -u "$folder/above" 2>/dev/null || true
  rm -rf -- "$folder"' EXIT
mkdir "$folder/below" "$folder/above"
bindfs "$folder/below" "$folder/above"
said=$(
  python3 - "$folder" <<'PYTHON'
import mmap, os, sys

below, above = (f"{sys.argv[1]}/{name}/file" for name in ("below", "above"))
with open(below, "wb") as file:
    file.write(bytes(mmap.PAGESIZE))
descriptor = os.open(above, os.O_RDWR)
mapping = mmap.mmap(descriptor, mmap.PAGESIZE)

def byte(path, at):
    with open(path, "rb") as file:
        file.seek(at)
        return "new" if file.read(1) == b"N" else "old"

mapping[0] = ord("N")
print("store:", byte(below, 0))
mapping.flush()
print("msync:", byte(below, 0))
other = os.open(above, os.O_RDONLY)
mapping[1] = ord("N")
os.close(other)
print("store, another descriptor closed:", byte(below, 1))
mapping[2] = ord("N")
mapping.close()
print("store, munmap:", byte(below, 2))
mapping = mmap.mmap(descriptor, mmap.PAGESIZE)
mapping[3]
with open(below, "r+b") as file:
    file.seek(3)
    file.write(b"N")

def shown():
    return "new" if mapping[3] == ord("N") else "old"

line = f"write below: the mapping shows {shown()}"
os.close(os.open(above, os.O_RDONLY))
print(f"{line}, after another open {shown()}")
PYTHON
)
echo "$said"
expected='store: old
msync: new
store, another descriptor closed: new
store, munmap: new
write below: the mapping shows old, after another open new'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
