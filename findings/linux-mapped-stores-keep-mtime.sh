#!/usr/bin/env bash
# Most stores through a mapping don't change the file's modification time, not even at msync, so that
# programs that compare times (cp -u, rsync, make) leave the file out, for ever.
#
# mmap(2) says, as POSIX does, that the time is updated after a store and before the next msync. On
# disk file systems, the time is set when a page becomes writable, at the first store since the page was
# last written to the disk. Later stores are seen by no one, and msync does not set the time. If a
# backup runs between two such stores, the next one sees an unchanged file, though it was flushed and
# closed since. (A copy that shares blocks is safe: to make it, XFS and Btrfs first write the page.) On
# tmpfs, only the fault of a page that was not mapped sets the time, so stores to shared memory that was
# read before never do. A program whose files others watch must set the time itself.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, coreutils 9.1, 2026-11-30:
#   ext4: time changed by store 1 yes, store 2 no, msync no, store 3 yes, store 4 and close no
#   ext4: the backup by cp -pu lacks store 2
#   xfs, btrfs: the same
#   tmpfs: time changed by store 1 no, store 2 no, msync no, store 3 no, store 4 and close no
#   tmpfs: the backup by cp -pu lacks store 1 and store 2
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs and a loop device. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
cat >"$folder/times.py" <<'PYTHON'
import mmap, os, subprocess, sys, time

system, path = sys.argv[1:]
backup = path + ".backup"

def make():
    """Returns a mapping of a new file of four pages, each of which was read."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
    os.write(file, bytes(4 * mmap.PAGESIZE))
    os.fsync(file)
    mapping = mmap.mmap(file, 0)
    os.close(file)
    assert mapping.find(b"1") == -1
    return mapping

def store(number):
    mapping[number : number + 1] = b"%d" % number

def changed(*changes):
    """Says whether the changes change the file's time."""
    before = os.stat(path).st_mtime_ns
    time.sleep(0.05)
    for change in changes:
        change()
    return "no" if os.stat(path).st_mtime_ns == before else "yes"

def save():
    time.sleep(0.05)
    subprocess.run(["cp", "-pu", "--reflink=never", path, backup], check=True)

mapping = make()
print(
    f"{system}: time changed by store 1 {changed(lambda: store(1))}, store 2 {changed(lambda: store(2))},"
    f" msync {changed(mapping.flush)}, store 3 {changed(lambda: store(3))},"
    f" store 4 and close {changed(lambda: store(4), mapping.close)}"
)
os.remove(path)
mapping = make()
if system == "tmpfs":
    save()
store(1)
save()
store(2)
mapping.flush()
mapping.close()
save()
saved = open(backup, "rb").read()
lacking = [f"store {number}" for number in (1, 2) if b"%d" % number not in saved]
print(f"{system}: the backup by cp -pu lacks {' and '.join(lacking) or 'nothing'}")
PYTHON
said=$(
  for system in ext4 xfs btrfs tmpfs; do
    if [ "$system" = tmpfs ]; then
      mount -t tmpfs none "$folder/disk"
    else
      rm -f -- "$folder/image"
      truncate -s 400M "$folder/image"
      "mkfs.$system" -q "$folder/image" >/dev/null
      mount -o loop "$folder/image" "$folder/disk"
    fi
    python3 "$folder/times.py" "$system" "$folder/disk/file"
    umount "$folder/disk"
  done
)
echo "$said"
expected=$(
  for system in ext4 xfs btrfs; do
    echo "$system: time changed by store 1 yes, store 2 no, msync no, store 3 yes, store 4 and close no"
    echo "$system: the backup by cp -pu lacks store 2"
  done
  echo 'tmpfs: time changed by store 1 no, store 2 no, msync no, store 3 no, store 4 and close no'
  echo 'tmpfs: the backup by cp -pu lacks store 1 and store 2'
)
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
