#!/usr/bin/env bash
# On Btrfs and on overlayfs over several file systems, /proc/PID/maps shows another device for a file
# than stat does, so the two can't be compared. On Btrfs two files can have the same row.
#
# Btrfs has a device number for each subvolume, and overlayfs for each layer; stat tells these, maps (and
# the ioctl PROCMAP_QUERY) show that of the mounted file system. A program that looks up by device and
# inode who has a file mapped finds no one on Btrfs and in many containers; so do lsof 4.95 and fuser 23.6.
# And a file and its copy in a snapshot have one inode number, so that their rows in maps agree in both.
# /proc/PID/map_files tells them apart for root: stat can follow its links.
#
# Seen with Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, 2026-11-30:
#   ext4: maps show the device of stat
#   xfs: maps show the device of stat
#   btrfs: maps show another device
#   btrfs, subvolume and snapshot: maps show another device, and one row for two files
#   overlay, lower file on ext4: maps show another device
#   overlay, upper file on xfs: maps show another device
#   map_files: the device of stat for all
# Needs root, python3, e2fsprogs, xfsprogs, btrfs-progs and three loop devices. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
clean() {
  umount "$folder/overlay" 2>/dev/null || true
  umount "$folder/ext4" "$folder/xfs" "$folder/btrfs" 2>/dev/null || true
  rm -rf -- "$folder"
}
trap clean EXIT
mkdir "$folder/overlay"
for system in ext4 xfs btrfs; do
  truncate -s 400M "$folder/$system.image"
  "mkfs.$system" -q "$folder/$system.image" >/dev/null
  mkdir "$folder/$system"
  mount -o loop "$folder/$system.image" "$folder/$system"
  echo content >"$folder/$system/file"
done
btrfs subvolume create "$folder/btrfs/volume" >/dev/null
echo content >"$folder/btrfs/volume/file"
sync -f "$folder/btrfs"
btrfs subvolume snapshot "$folder/btrfs/volume" "$folder/btrfs/snapshot" >/dev/null
mkdir "$folder/xfs/upper" "$folder/xfs/work"
mount -t overlay overlay "$folder/overlay" \
  -o "lowerdir=$folder/ext4,upperdir=$folder/xfs/upper,workdir=$folder/xfs/work"
echo content >"$folder/overlay/new"
said=$(
  python3 - "$folder" <<'PYTHON'
import mmap, os, sys

folder = sys.argv[1]
linked = []

def row(name):
    """Returns the device and inode of a file by stat, and by its mapping's row in maps."""
    path = f"{folder}/{name}"
    with open(path, "rb") as file:
        mapping = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        status = os.fstat(file.fileno())
    [line] = [line for line in open("/proc/self/maps") if line.rstrip().endswith(path)]
    addresses, _, _, device, inode, _ = line.split()
    followed = os.stat(f"/proc/self/map_files/{addresses}")
    linked.append((followed.st_dev, followed.st_ino) == (status.st_dev, status.st_ino))
    mapping.close()
    by_stat = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}"
    return (by_stat, status.st_ino), (device, int(inode))

def answer(*names):
    rows = [row(name) for name in names]
    same = all(by_stat == by_maps for by_stat, by_maps in rows)
    result = "maps show the device of stat" if same else "maps show another device"
    if len({by_maps for _, by_maps in rows}) < len({by_stat for by_stat, _ in rows}):
        result += ", and one row for two files"
    return result

print("ext4:", answer("ext4/file"))
print("xfs:", answer("xfs/file"))
print("btrfs:", answer("btrfs/file"))
print("btrfs, subvolume and snapshot:", answer("btrfs/volume/file", "btrfs/snapshot/file"))
print("overlay, lower file on ext4:", answer("overlay/file"))
print("overlay, upper file on xfs:", answer("overlay/new"))
print("map_files: the device of stat for", "all" if all(linked) else linked)
PYTHON
)
echo "$said"
expected='ext4: maps show the device of stat
xfs: maps show the device of stat
btrfs: maps show another device
btrfs, subvolume and snapshot: maps show another device, and one row for two files
overlay, lower file on ext4: maps show another device
overlay, upper file on xfs: maps show another device
map_files: the device of stat for all'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
