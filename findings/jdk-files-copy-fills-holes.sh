#!/usr/bin/env bash
# Files.copy and FileChannel.transferTo fill the holes of a sparse file: on ext4 and tmpfs, the copy of a
# file that takes 4 KiB takes all of its 200 MiB. On XFS and Btrfs, and by cp, it takes 4 KiB.
#
# Files that are mapped are often sparse: a program makes them as long as they may ever be, and stores
# reach a part. The JDK calls copy_file_range(2), which shares blocks where the file system can do so, and
# otherwise copies all, holes included. So a backup in Java of a sparse database of 1 TiB can fill the
# disk on ext4, and memory on tmpfs, though the same program was tested on XFS.
#
# Seen with Temurin 25.0.3, Linux 6.18, e2fsprogs 1.47, xfsprogs 6.1, btrfs-progs 6.2, coreutils 9.1,
# 2026-11-30; one byte of a file of 200 MiB was stored through a mapping:
#   ext4: the file takes 4 KiB; its copy by cp 4, by Files.copy 204800, by transferTo 204800
#   xfs: the file takes 4 KiB; its copy by cp 4, by Files.copy 4, by transferTo 4
#   btrfs: the file takes 4 KiB; its copy by cp 4, by Files.copy 4, by transferTo 4
#   tmpfs: the file takes 4 KiB; its copy by cp 4, by Files.copy 204800, by transferTo 204800
# Needs root, e2fsprogs, xfsprogs, btrfs-progs, a loop device and Java 25 or newer, in JAVA_HOME or on the
# PATH. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
uname -r
"$java" -version 2>&1 | head -n 1
folder=$(mktemp -d)
trap 'umount "$folder/disk" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/disk"
cat >"$folder/Copying.java" <<'JAVA'
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

void main(String[] args) throws Exception {
  Path file = Path.of(args[0], "file");
  try (FileChannel from = FileChannel.open(file, READ, WRITE, CREATE)) {
    from.map(MapMode.READ_WRITE, 0, 200 << 20).put(100 << 20, (byte) 1);
    Files.copy(file, Path.of(args[0], "copied"));
    try (FileChannel to = FileChannel.open(Path.of(args[0], "transferred"), WRITE, CREATE)) {
      if (from.transferTo(0, from.size(), to) != from.size()) {
        throw new IOException("a part was transferred");
      }
    }
  }
}
JAVA
said=$(
  for system in ext4 xfs btrfs tmpfs; do
    if [ "$system" = tmpfs ]; then
      mount -t tmpfs none "$folder/disk"
    else
      rm -f -- "$folder/image"
      truncate -s 600M "$folder/image"
      "mkfs.$system" -q "$folder/image" >/dev/null
      mount -o loop "$folder/image" "$folder/disk"
    fi
    "$java" "$folder/Copying.java" "$folder/disk"
    cp "$folder/disk/file" "$folder/disk/cp"
    sync -f "$folder/disk"
    read -r file by_cp copied transferred < <(
      cd "$folder/disk" && du -k file cp copied transferred | cut -f 1 | tr '\n' ' '; echo
    )
    echo "$system: the file takes $file KiB; its copy by cp $by_cp, by Files.copy $copied," \
      "by transferTo $transferred"
    umount "$folder/disk"
  done
)
echo "$said"
sparse='the file takes 4 KiB; its copy by cp 4, by Files.copy 4, by transferTo 4'
full='the file takes 4 KiB; its copy by cp 4, by Files.copy 204800, by transferTo 204800'
expected="ext4: $full
xfs: $sparse
btrfs: $sparse
tmpfs: $full"
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
