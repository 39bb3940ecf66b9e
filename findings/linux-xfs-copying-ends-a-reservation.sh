#!/usr/bin/env bash
# On XFS, cp and Files.copy of a file take away the space that is reserved for the original: once the
# disk is full, pwrite to the original fails with ENOSPC, and MADV_POPULATE_WRITE with EFAULT, so a
# plain store through a mapping would fault. On ext4 the original goes on as before.
#
# Both let the two files share their blocks until one is written: cp of coreutils 9 asks for it (FICLONE),
# and XFS does so for copy_file_range, which the JDK calls. A write to either then needs new blocks,
# although the file was reserved by posix_fallocate, or written whole, and stat and du count all its
# blocks for both. So a backup, which only reads the file, can make a program fail that maps it and had
# nothing to fear from a full disk. To call posix_fallocate again after the copy does not help: it returns
# 0 and reserves nothing, as every block is there. fallocate with FALLOC_FL_UNSHARE_RANGE does help, and
# so does a copy by cp --reflink=never.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, coreutils 9.1, Temurin 25.0.3, 2026-11-30:
#   ext4, cp: pwrite and store succeed
#   ext4, Files.copy: pwrite and store succeed
#   xfs, no copy: pwrite and store succeed
#   xfs, cp: pwrite ENOSPC, store EFAULT
#   xfs, cp --reflink=never: pwrite and store succeed
#   xfs, cp and posix_fallocate: pwrite ENOSPC, store EFAULT
#   xfs, cp and FALLOC_FL_UNSHARE_RANGE: pwrite and store succeed
#   xfs, Files.copy: pwrite ENOSPC, store EFAULT
# Needs root, python3, coreutils 9 or newer, e2fsprogs, xfsprogs, a loop device and Java 25 or newer, in
# JAVA_HOME or on the PATH. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
uname -r
"$java" -version 2>&1 | head -n 1
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
cat >"$folder/Copy.java" <<'JAVA'
void main(String[] args) throws IOException {
  Files.copy(Path.of(args[0]), Path.of(args[1]));
}
JAVA
cat >"$folder/fill.py" <<'PYTHON'
import ctypes, errno, mmap, os, subprocess, sys

SIZE, MADV_POPULATE_WRITE, FALLOC_FL_UNSHARE_RANGE = 64 << 20, 23, 0x40
libc = ctypes.CDLL(None, use_errno=True)
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long]
folder, again, *command = sys.argv[1:]

def fill():
    """Takes the rest of the disk."""
    file, length, piece = os.open(folder + "/rest", os.O_RDWR | os.O_CREAT), 0, 1 << 20
    while piece >= 4096:
        try:
            os.posix_fallocate(file, length, piece)
            length += piece
        except OSError:
            piece //= 2
    os.fsync(file)

file = os.open(folder + "/file", os.O_RDWR | os.O_CREAT)
os.posix_fallocate(file, 0, SIZE)
for offset in range(0, SIZE, 1 << 20):
    os.pwrite(file, os.urandom(1 << 20), offset)
os.fsync(file)
memory = mmap.mmap(file, SIZE)
if command:
    subprocess.run([*command, folder + "/file", folder + "/copy"], check=True)
if again == "reserve":
    os.posix_fallocate(file, 0, SIZE)
elif again == "unshare" and libc.fallocate(file, FALLOC_FL_UNSHARE_RANGE, 0, SIZE) != 0:
    raise OSError(ctypes.get_errno(), "fallocate")
fill()
try:
    os.pwrite(file, b"x" * 4096, 0)
    wrote = None
except OSError as e:
    wrote = errno.errorcode[e.errno]
start = ctypes.c_char.from_buffer(memory)
address = ctypes.addressof(start) + (32 << 20)
stored = None
if libc.madvise(address, 4096, MADV_POPULATE_WRITE) != 0:
    stored = errno.errorcode[ctypes.get_errno()]
if wrote or stored:
    print(f"pwrite {wrote}, store {stored}")
else:
    print("pwrite and store succeed")
PYTHON

# Prints how a write and a store go after a copy. $1: the file system; $2: what to do after the copy; then
# the command that copies
try() {
  rm -f -- "$folder/image"
  truncate -s 600M "$folder/image"
  "mkfs.$1" -q "$folder/image" >/dev/null
  mount -o loop "$folder/image" "$folder/disk"
  python3 "$folder/fill.py" "$folder/disk" "${@:2}"
  umount "$folder/disk"
}

said=$(
  echo "ext4, cp: $(try ext4 none cp)"
  echo "ext4, Files.copy: $(try ext4 none "$java" "$folder/Copy.java")"
  echo "xfs, no copy: $(try xfs none)"
  echo "xfs, cp: $(try xfs none cp)"
  echo "xfs, cp --reflink=never: $(try xfs none cp --reflink=never)"
  echo "xfs, cp and posix_fallocate: $(try xfs reserve cp)"
  echo "xfs, cp and FALLOC_FL_UNSHARE_RANGE: $(try xfs unshare cp)"
  echo "xfs, Files.copy: $(try xfs none "$java" "$folder/Copy.java")"
)
echo "$said"
expected='ext4, cp: pwrite and store succeed
ext4, Files.copy: pwrite and store succeed
xfs, no copy: pwrite and store succeed
xfs, cp: pwrite ENOSPC, store EFAULT
xfs, cp --reflink=never: pwrite and store succeed
xfs, cp and posix_fallocate: pwrite ENOSPC, store EFAULT
xfs, cp and FALLOC_FL_UNSHARE_RANGE: pwrite and store succeed
xfs, Files.copy: pwrite ENOSPC, store EFAULT'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
