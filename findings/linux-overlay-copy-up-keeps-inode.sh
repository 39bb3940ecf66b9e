#!/usr/bin/env bash
# On overlayfs, a file that is copied up keeps its device and inode numbers, but an old mapping and
# an old descriptor then show different files.
#
# A program that maps a file of a lower layer and watches it by fstat can't tell that the file has
# been copied up: device and inode stay the same, and fstat and read on the old descriptor follow the
# new copy, while the mapping shows the old copy for good, and a new mmap of the old descriptor does,
# too. Opening /proc/self/fd/N anew shows the new copy. Only the time of creation (statx, btime)
# changes with the copy.
#
# Seen with Linux 6.18, layers on tmpfs, 2026-11-29:
#   same device and inode: True
#   same time of creation: False
#   read by the old descriptor: new
#   old mapping: old
#   new mapping of the old descriptor: old
#   new mapping of the descriptor opened anew: new
# Needs root, python3 and stat. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
said=$(
  unshare -m bash -s "$folder" <<'SHELL'
set -euo pipefail
mount -t tmpfs none "$1"
mkdir "$1/lower" "$1/upper" "$1/work" "$1/merged"
printf old >"$1/lower/file"
mount -t overlay -o "lowerdir=$1/lower,upperdir=$1/upper,workdir=$1/work" none "$1/merged"
python3 - "$1/merged/file" <<'PYTHON'
import mmap, os, subprocess, sys, time

path = sys.argv[1]

def identity():
    status = os.stat(path)
    return status.st_dev, status.st_ino

def created():
    return subprocess.run(["stat", "-c", "%W %w", path], capture_output=True).stdout

def mapped(descriptor):
    with mmap.mmap(descriptor, 3, prot=mmap.PROT_READ) as m:
        return m[:].decode()

fd = os.open(path, os.O_RDONLY)
old = mmap.mmap(fd, 3, prot=mmap.PROT_READ)
before, born = identity(), created()
time.sleep(0.1)
with open(path, "r+b") as writer:
    writer.write(b"new")
print("same device and inode:", identity() == before)
print("same time of creation:", created() == born)
print("read by the old descriptor:", os.pread(fd, 3, 0).decode())
print("old mapping:", old[:].decode())
print("new mapping of the old descriptor:", mapped(fd))
anew = os.open(f"/proc/self/fd/{fd}", os.O_RDONLY)
print("new mapping of the descriptor opened anew:", mapped(anew))
PYTHON
SHELL
)
echo "$said"
expected='same device and inode: True
same time of creation: False
read by the old descriptor: new
old mapping: old
new mapping of the old descriptor: old
new mapping of the descriptor opened anew: new'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
