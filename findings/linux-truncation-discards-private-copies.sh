#!/usr/bin/env bash
# What was stored through a private mapping is lost when another program truncates the file, also if
# the file is at once as long as before: the mapping then shows the file, without any fault. On ext4,
# fallocate that collapses or inserts a range far in front has the same effect; on XFS it has not.
#
# A private mapping keeps copies of the pages that were stored to, and pwrite or punching a hole in the
# file leaves these alone. Truncation, however, removes pages beyond the new end from all mappings, with
# the copies. mmap(2) calls the effect on removed pages unspecified, and does not mention the copies. So a
# program that edits a private view of a file loses its edits silently when another program rewrites the
# file in place (O_TRUNC and write, as cp and shells do). Only while the file is short, it would fault.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30; page 4 of 16 holds X in
# the mapping, and the pages of the file hold a to p:
#   ext4: overwritten X, hole X, truncated e, collapsed f, inserted d
#   xfs: overwritten X, hole X, truncated e, collapsed X, inserted X
#   btrfs: overwritten X, hole X, truncated e
#   tmpfs: overwritten X, hole X, truncated e
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs and a loop device. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
cat >"$folder/stored.py" <<'PYTHON'
import ctypes, errno, mmap, os, sys

PAGE = 4096
HOLE, COLLAPSE, INSERT = 0x03, 0x08, 0x20
libc = ctypes.CDLL(None, use_errno=True)
libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long]
pages = b"".join(bytes([letter]) * PAGE for letter in b"abcdefghijklmnop")

def stored(change):
    """Returns what page 4 of a mapping holds after a store to it and a change of the file."""
    file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    os.write(file, pages)
    os.fsync(file)
    with mmap.mmap(file, len(pages), access=mmap.ACCESS_COPY) as mapping:
        mapping[4 * PAGE : 5 * PAGE] = b"X" * PAGE
        change(file)
        result = chr(mapping[4 * PAGE])
    os.close(file)
    return result

def allocate(mode, page):
    def change(file):
        if libc.fallocate(file, mode, page * PAGE, PAGE) != 0:
            raise OSError(ctypes.get_errno(), "fallocate")
    return change

def rewrite(file):
    with open(sys.argv[1], "wb") as again:
        again.write(pages)

answers = []
for name, change in (
    ("overwritten", lambda file: os.pwrite(file, pages, 0)),
    ("hole", allocate(HOLE, 4)),
    ("truncated", rewrite),
    ("collapsed", allocate(COLLAPSE, 1)),
    ("inserted", allocate(INSERT, 1)),
):
    try:
        answers.append(f"{name} {stored(change)}")
    except OSError as e:
        if e.errno != errno.EOPNOTSUPP:
            raise
print(", ".join(answers))
PYTHON
said=$(
  for system in ext4 xfs btrfs; do
    rm -f -- "$folder/image"
    truncate -s 400M "$folder/image"
    "mkfs.$system" -q "$folder/image" >/dev/null
    mount -o loop "$folder/image" "$folder/disk"
    echo "$system: $(python3 "$folder/stored.py" "$folder/disk/file")"
    umount "$folder/disk"
  done
  mount -t tmpfs none "$folder/disk"
  echo "tmpfs: $(python3 "$folder/stored.py" "$folder/disk/file")"
)
echo "$said"
expected='ext4: overwritten X, hole X, truncated e, collapsed f, inserted d
xfs: overwritten X, hole X, truncated e, collapsed X, inserted X
btrfs: overwritten X, hole X, truncated e
tmpfs: overwritten X, hole X, truncated e'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
