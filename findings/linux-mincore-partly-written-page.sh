#!/usr/bin/env bash
# On ext4 and XFS with blocks smaller than a page, mincore says that a page is absent although a
# part of it was just written and lies in the page cache. Reading the written byte does not change
# that; only a page that was read or written whole counts. Btrfs counts the page at once.
#
# A program that counts resident pages to see what it has written, or to decide what to read ahead,
# counts too few there. Blocks of 4 KiB are smaller than a page on arm64 with pages of 16 or 64 KiB,
# so a file system moved there changes the answers.
#
# Seen with Linux 6.18, 2026-11-30; the first answer of ext4 also with Linux 7.2 on arm64, where
# pages have 16 KiB and blocks 4 KiB:
#   ext4 -b 1024: a byte written 0, read again 0, synced 0; the page read 1; all blocks written 1
#   xfs -b size=1024: a byte written 0, read again 0, synced 0; the page read 1; all blocks written 1
#   ext4 -b 4096: a byte written 1, read again 1, synced 1; the page read 1; all blocks written 1
#   btrfs: a byte written 1, read again 1, synced 1; the page read 1; all blocks written 1
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs, a loop device and pages of 4 KiB. Fails if
# a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
cat >"$folder/count.py" <<'PYTHON'
import ctypes, mmap, os, sys

PAGE = 4096
libc = ctypes.CDLL(None, use_errno=True)
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
os.ftruncate(file, 16 * PAGE)
mapping = mmap.mmap(file, 16 * PAGE)
address = ctypes.addressof(ctypes.c_char.from_buffer(mapping))

def resident(page):
    answer = ctypes.create_string_buffer(1)
    if libc.mincore(address + page * PAGE, PAGE, answer) != 0:
        raise OSError(ctypes.get_errno(), "mincore")
    return answer.raw[0] & 1

os.pwrite(file, b"x", 4 * PAGE)
written = resident(4)
os.pread(file, 1, 4 * PAGE)
again = resident(4)
os.fsync(file)
synced = resident(4)
os.pread(file, PAGE, 4 * PAGE)
whole = resident(4)
for offset in range(8 * PAGE, 9 * PAGE, 1024):
    os.pwrite(file, b"y" * 1024, offset)
print(f"a byte written {written}, read again {again}, synced {synced}; the page read {whole};"
      f" all blocks written {resident(8)}")
PYTHON
said=$(
  for kind in 'ext4 -b 1024' 'xfs -b size=1024' 'ext4 -b 4096' btrfs; do
    rm -f "$folder/image"
    truncate -s 400M "$folder/image"
    # shellcheck disable=SC2086 # the options are words of their own
    mkfs.${kind%% *} -q ${kind#"${kind%% *}"} "$folder/image" >/dev/null
    mount -o loop "$folder/image" "$folder/disk"
    echo "$kind: $(python3 "$folder/count.py" "$folder/disk/file")"
    umount "$folder/disk"
  done
)
echo "$said"
part='a byte written 0, read again 0, synced 0; the page read 1; all blocks written 1'
all='a byte written 1, read again 1, synced 1; the page read 1; all blocks written 1'
expected="ext4 -b 1024: $part
xfs -b size=1024: $part
ext4 -b 4096: $all
btrfs: $all"
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
