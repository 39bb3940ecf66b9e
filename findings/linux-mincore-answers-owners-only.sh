#!/usr/bin/env bash
# mincore says that every page of a file is in memory, also of a cold file, if the program neither owns
# the file nor may write to it. So does the JDK's isLoaded. cachestat(2) says EPERM instead.
#
# The kernel keeps from a program which pages of such a file others have read; but mincore returns 0
# with made-up bytes, and mincore(2) does not say so. A program that reports or awaits the residency of
# such files (a service that serves an index installed by root, for example) takes a cold file for warm.
#
# Seen with Linux 6.18 on ext4, Temurin 25.0.3, 2026-11-30, a cold file of 256 pages that belongs to root:
#   root: mincore 0 of 256, cachestat 0 pages, isLoaded false
#   nobody: mincore 256 of 256, cachestat EPERM, isLoaded true
# Needs root, setpriv, a temporary folder on ext4, XFS or Btrfs, and python3 and Java 25 or newer (in
# JAVA_HOME or on the PATH) that nobody may run. Fails if a line differs.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
uname -r
"$java" -version 2>&1 | head -n 1
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
chmod 755 "$folder"
cat >"$folder/Loaded.java" <<'JAVA'
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

void main(String[] args) throws IOException {
  try (FileChannel channel = FileChannel.open(Path.of(args[0]))) {
    IO.println(channel.map(MapMode.READ_ONLY, 0, channel.size()).isLoaded());
  }
}
JAVA
cat >"$folder/count.py" <<'PYTHON'
import ctypes, errno, mmap, os, sys

PAGES, SHARED, CACHESTAT = 256, 1, 451
libc = ctypes.CDLL(None, use_errno=True)
word, pointer, number = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int
libc.mmap.restype = pointer
libc.mmap.argtypes = [pointer, word, number, number, number, ctypes.c_long]
libc.mincore.argtypes = [pointer, word, ctypes.c_char_p]
file = os.open(sys.argv[1], os.O_RDONLY)
length = PAGES * mmap.PAGESIZE
pages = ctypes.create_string_buffer(PAGES)
assert libc.mincore(libc.mmap(None, length, mmap.PROT_READ, SHARED, file, 0), length, pages) == 0
counts = (ctypes.c_uint64 * 5)()
if libc.syscall(CACHESTAT, file, (ctypes.c_uint64 * 2)(0, length), counts, 0) == 0:
    cached = f"{counts[0]} pages"
else:
    cached = errno.errorcode[ctypes.get_errno()]
print(f"mincore {sum(page & 1 for page in pages.raw)} of {PAGES}, cachestat {cached}")
PYTHON
python3 - "$folder/file" <<'PYTHON'
import mmap, os, sys

file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o644)
os.write(file, b"x" * (256 * mmap.PAGESIZE))
os.fsync(file)
os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
PYTHON
python=$(python3 -c 'import sys; print(sys.executable)')
said=$(
  echo "root: $("$python" "$folder/count.py" "$folder/file"), isLoaded" \
    "$("$java" "$folder/Loaded.java" "$folder/file")"
  as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
  echo "nobody: $("${as[@]}" "$python" "$folder/count.py" "$folder/file"), isLoaded" \
    "$("${as[@]}" "$java" "$folder/Loaded.java" "$folder/file")"
)
echo "$said"
expected='root: mincore 0 of 256, cachestat 0 pages, isLoaded false
nobody: mincore 256 of 256, cachestat EPERM, isLoaded true'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
