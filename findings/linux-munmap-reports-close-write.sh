#!/usr/bin/env bash
# inotify reports that a file was closed after writing (IN_CLOSE_WRITE) when its last mapping is unmapped,
# not when the program closes the descriptor. That is the only event of a program that stores through
# a mapping, if its descriptor is closed early, and tells a watcher that the stores are over.
#
# inotify(7) says that it reports nothing that happens because of mmap, msync and munmap. But a mapping
# keeps the file open, and the event comes when the last reference goes. So a watcher that waits for
# IN_CLOSE_WRITE to take over finished files gets a mapped file at munmap, and in a JVM, where a buffer is
# unmapped when it is collected, perhaps minutes after the channel was closed. The JDK's WatchService does
# not ask for the event.
#
# Seen with Linux 6.18 on ext4, 2026-11-30:
#   open: OPEN
#   mmap: nothing
#   close: nothing
#   store: nothing
#   msync: nothing
#   munmap: CLOSE_WRITE
# Needs python3. Fails if a line differs.
set -euo pipefail

uname -r
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
said=$(
  python3 - "$folder/file" <<'PYTHON'
import ctypes, mmap, os, struct, sys

NAMES = {2: "MODIFY", 8: "CLOSE_WRITE", 16: "CLOSE_NOWRITE", 32: "OPEN"}
SHARED, MS_SYNC = 1, 4
libc = ctypes.CDLL(None, use_errno=True)
word, pointer, number = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int
libc.mmap.restype = pointer
libc.mmap.argtypes = [pointer, word, number, number, number, ctypes.c_long]
libc.munmap.argtypes = [pointer, word]
libc.msync.argtypes = [pointer, word, number]

def show(name):
    """Prints the events since the last call."""
    events = []
    try:
        data = os.read(watch, 4096)
    except BlockingIOError:
        data = b""
    while data:
        _, mask, _, length = struct.unpack_from("iIII", data)
        events.append(NAMES[mask])
        data = data[16 + length :]
    print(f"{name}: {', '.join(events) or 'nothing'}")

size = mmap.PAGESIZE
with open(sys.argv[1], "wb") as new:
    new.write(bytes(size))
watch = libc.inotify_init1(os.O_NONBLOCK)
libc.inotify_add_watch(watch, sys.argv[1].encode(), sum(NAMES))
file = os.open(sys.argv[1], os.O_RDWR)
show("open")
address = libc.mmap(None, size, mmap.PROT_READ | mmap.PROT_WRITE, SHARED, file, 0)
show("mmap")
os.close(file)
show("close")
ctypes.memset(address, 1, size)
show("store")
libc.msync(address, size, MS_SYNC)
show("msync")
libc.munmap(address, size)
show("munmap")
PYTHON
)
echo "$said"
expected='open: OPEN
mmap: nothing
close: nothing
store: nothing
msync: nothing
munmap: CLOSE_WRITE'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
