#!/usr/bin/env bash
# On tmpfs, a byte stored past the end of a file becomes content when the file grows.
#
# A mapping covers whole pages, so a program may store bytes past the end of the file in its last
# page. On ext4, these bytes are zero again when the file has grown over them, as POSIX requires for
# an extended file. On tmpfs (and so in memfd and in memory made by shm_open), the stored bytes
# appear in the file.
#
# Seen with Linux 6.18, 2026-11-29:
#   tmpfs: byte 200 is b'X'
#   ext4: byte 200 is b'\x00'
# Needs python3, and root for a loop device. Fails if a line differs.
set -euo pipefail

[ "$(id -u)" = 0 ] || { echo 'needs root, to mount file systems' >&2; exit 2; }
folder=$(mktemp -d)
finish() {
  umount "$folder/tmpfs" "$folder/ext4" 2>/dev/null || true
  rm -rf -- "$folder"
}
trap finish EXIT
mkdir "$folder/tmpfs" "$folder/ext4"
mount -t tmpfs -o size=1m none "$folder/tmpfs"
truncate -s 16M "$folder/image"
mkfs.ext4 -q "$folder/image"
mount -o loop "$folder/image" "$folder/ext4"
uname -r
said=$(
  python3 - "$folder" <<'PYTHON'
import ctypes, mmap, os, sys

for system in ("tmpfs", "ext4"):
    fd = os.open(f"{sys.argv[1]}/{system}/file", os.O_RDWR | os.O_CREAT)
    os.ftruncate(fd, 100)
    m = mmap.mmap(fd, 100)
    first = ctypes.c_char.from_buffer(m)
    ctypes.memset(ctypes.addressof(first) + 200, ord("X"), 1)  # in the file's page, past its end
    os.ftruncate(fd, 300)
    print(f"{system}: byte 200 is {os.pread(fd, 1, 200)}")
    del first
    m.close()
    os.close(fd)
PYTHON
)
echo "$said"
expected="tmpfs: byte 200 is b'X'
ext4: byte 200 is b'\\x00'"
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
