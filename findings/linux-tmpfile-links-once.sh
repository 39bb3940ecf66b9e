#!/usr/bin/env bash
# A file made with O_TMPFILE can be linked into a folder, but once that name has been unlinked, it
# can't be linked again, although its descriptor is open and the file is in use.
#
# The first linkat(2) succeeds for a file without a name only because O_TMPFILE has marked it so; the
# mark is gone with the first link. So a program that made its shared memory visible under a name
# can't restore the name if another program unlinks it: ENOENT, and the name stays free.
#
# Seen with Linux 6.18 on ext4 and tmpfs, 2026-11-29:
#   never linked: linked
#   linked and unlinked: No such file or directory
# Needs python3. Fails if a line differs.
set -euo pipefail

uname -r
for folder in "${TMPDIR:-/tmp}" /dev/shm; do
  said=$(
    python3 - "$folder" <<'PYTHON'
import ctypes, os, sys

AT_FDCWD, AT_SYMLINK_FOLLOW = -100, 0x400
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open(sys.argv[1], os.O_TMPFILE | os.O_RDWR, 0o600)
name = os.path.join(sys.argv[1], f"links-once-{os.getpid()}")

def link():
    source = f"/proc/self/fd/{fd}".encode()
    done = libc.linkat(AT_FDCWD, source, AT_FDCWD, name.encode(), AT_SYMLINK_FOLLOW)
    return "linked" if done == 0 else os.strerror(ctypes.get_errno())

print("never linked:", link())
os.unlink(name)
print("linked and unlinked:", link())
PYTHON
  )
  echo "$(stat -f -c %T "$folder"): $said"
  expected='never linked: linked
linked and unlinked: No such file or directory'
  [ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
done
