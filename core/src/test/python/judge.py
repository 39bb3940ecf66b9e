#!/usr/bin/env python3
"""Runs operations on CPython's mmap and answers each: what mmap4j is to do.

    judge.py FILE

reads operations from standard input, one a line, and writes one line for each:

    RESULT @POSITION #LENGTH FILE-CRC32 MEMORY-CRC32

POSITION and LENGTH are "-" where the mapping is closed, MEMORY-CRC32 too; the file's bytes are read
through the file, not through the mapping. An empty line asks for the answers so far to be sent, so
that operations can come in batches. golden.py runs the same operations through the class
Judge. Nothing but Python's own library is used.

An operation is a word and its arguments, with one space between:

    file BYTES [LENGTH]             close the mapping, write BYTES, repeated up to LENGTH, to FILE
    map SOURCE ACCESS LENGTH OFFSET [flags=A|B] [prot=R|W|X]
                                    close the mapping, make another. SOURCE is path, channel, fd:r,
                                    fd:rw, anon, bad (no open descriptor), dir or zero (/dev/zero).
                                    A last option is trackfd=no
    get I, set I V, slice A [B [C]], assign BYTES A [B [C]], contains V, forwards, backwards, len
    find|rfind|count BYTES [START [END]]
    read [N], readbyte, readline, readtext, write BYTES, writebyte V
    seek DISTANCE [SET|CUR|END], tell, seekable, size
    move TARGET SOURCE COUNT, flush [OFFSET [SIZE]], sync FLAG[|FLAG] [OFFSET [SIZE]]
    madvise NAME [START [LENGTH]], resize N, setname NAME
    close, closed, text

Integers are decimal, ~ is an open end of a slice. BYTES is '...' with \\xNN, \\n and \\\\ and without
spaces, or own:FROM:COUNT, the mapping's own memory. What a RESULT is: an integer, true, false, - for
None, '...' or "bytes LENGTH CRC32" for bytes, !CLASS DETAIL for an exception, and !Missing where this
version of CPython lacks the operation or option. python-versions.txt lists how the versions differ.
"""

import errno
import mmap
import os
import sys
import zlib

LONGEST_SHOWN = 64

ACCESS = {
    "DEFAULT": mmap.ACCESS_DEFAULT,
    "READ": mmap.ACCESS_READ,
    "WRITE": mmap.ACCESS_WRITE,
    "COPY": mmap.ACCESS_COPY,
}
PROTECTION = {"R": mmap.PROT_READ, "W": mmap.PROT_WRITE, "X": mmap.PROT_EXEC}

# Linux's numbers, for names that the running Python has not got yet.
FLAGS = {"NORESERVE": 0x4000}
ADVICE = {
    "WIPEONFORK": 18,
    "KEEPONFORK": 19,
    "COLD": 20,
    "PAGEOUT": 21,
    "POPULATE_READ": 22,
    "POPULATE_WRITE": 23,
}
for name in dir(mmap):
    if name.startswith("MAP_"):
        FLAGS[name[4:]] = getattr(mmap, name)
    # These two take memory out of service: they are never sent to a kernel.
    elif name.startswith("MADV_") and name[5:] not in ("HWPOISON", "SOFT_OFFLINE"):
        ADVICE[name[5:]] = getattr(mmap, name)

WHENCE = {"SET": os.SEEK_SET, "CUR": os.SEEK_CUR, "END": os.SEEK_END}

# What a ValueError is about, by its message; all others are about an argument.
VALUE_ERRORS = {
    "mmap closed or invalid": "closed",
    "read byte out of range": "read past the end",
    "data out of range": "write past the end",
    "write byte out of range": "write past the end",
    "can't get size with trackfd=False": "untracked",
    "mmap can't resize with trackfd=False.": "untracked",
}
READ_ONLY = (
    "mmap can't modify a readonly memory map.",
    "mmap can't resize a readonly or copy-on-write memory map.",
)


class Missing(Exception):
    """This version of CPython lacks something."""


def require(name, owner=mmap):
    if not hasattr(owner, name):
        raise Missing(name)


def parse_bytes(token):
    """'ab\\x00' to bytes."""
    if len(token) < 2 or token[0] != "'" or token[-1] != "'":
        raise SystemExit("not bytes: " + token)
    raw = token[1:-1].encode("latin-1")
    return raw.decode("unicode_escape").encode("latin-1") if b"\\" in raw else raw


def show_bytes(value):
    """The reverse of parse_bytes."""
    shown = []
    for byte in value:
        if byte == 10:
            shown.append("\\n")
        elif byte == 92:
            shown.append("\\\\")
        elif 32 < byte < 127 and byte != 39:
            shown.append(chr(byte))
        else:
            shown.append("\\x%02x" % byte)
    return "'" + "".join(shown) + "'"


def show(result):
    if result is None:
        return "-"
    if result is True or result is False:
        return "true" if result else "false"
    if isinstance(result, bytes):
        if len(result) > LONGEST_SHOWN:
            return "bytes %d %08x" % (len(result), zlib.crc32(result))
        return show_bytes(result)
    return str(result)


def show_error(error):
    if isinstance(error, OSError):
        return "!OSError " + errno.errorcode[error.errno]
    kind = type(error).__name__
    message = str(error)
    if isinstance(error, ValueError):
        return "!" + kind + " " + VALUE_ERRORS.get(message, "argument")
    if isinstance(error, TypeError):
        # Any other TypeError is a mistake of this file, and must look like one.
        return "!" + kind + " " + ("read-only" if message in READ_ONLY else message)
    return "!" + kind


def integers(tokens):
    return [int(token) for token in tokens]


def bounds(tokens):
    """The slice that START [STOP [STEP]] means; one token is [start:]."""
    parts = [None if token == "~" else int(token) for token in tokens]
    return slice(*parts) if len(parts) > 1 else slice(parts[0], None)


class Judge:
    def __init__(self, path):
        self.path = path
        self.m = None
        self.fd = -1  # reads the file, apart from the mapping

    def answer(self, operation):
        """The result of an operation, as text."""
        word, *arguments = operation.split(" ")
        if self.m is None and word not in ("file", "map"):
            raise SystemExit("no mapping yet: " + operation)
        try:
            return show(getattr(self, "op_" + word)(*arguments))
        except (OSError, ValueError, IndexError, TypeError, OverflowError, Missing) as error:
            return show_error(error)

    def state(self):
        """Position and length, as text."""
        if self.m is None or self.m.closed:
            return "@- #-"
        return "@%d #%d" % (self.m.tell(), len(self.m))

    def file_bytes(self):
        return os.pread(self.fd, os.fstat(self.fd).st_size, 0)

    def checksums(self):
        memory = "-" if self.m is None or self.m.closed else "%08x" % zlib.crc32(self.m)
        return "%08x %s" % (zlib.crc32(self.file_bytes()), memory)

    def bytes_of(self, token):
        if token.startswith("own:"):
            # mmap4j is given the memory itself; the answer has to be that for a copy.
            start, count = integers(token[4:].split(":"))
            return self.m[start : start + count]
        return parse_bytes(token)

    # ---- making one

    def op_file(self, unit, length=None):
        self.op_close()
        content = parse_bytes(unit)
        if length is not None and content:
            content = (content * (int(length) // len(content) + 1))[: int(length)]
        if self.fd == -1:
            self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC)
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, content, 0)

    def op_map(self, source, access, length, offset, *options):
        self.op_close()
        keywords = {"access": ACCESS[access], "offset": int(offset)}
        writes = access in ("DEFAULT", "WRITE")
        for option in options:
            key, _, value = option.partition("=")
            names = value.split("|") if value else []
            if key == "trackfd":
                require("seekable", mmap.mmap)  # as new as trackfd, which can't be looked up
                keywords["trackfd"] = False
            elif key == "flags":
                keywords["flags"] = sum(FLAGS[name] for name in names)
                writes = writes and "PRIVATE" not in names
            else:
                keywords["prot"] = sum(PROTECTION[name] for name in names)
                writes = writes and "W" in names
        fd = self.descriptor(source, writes)
        try:
            self.m = mmap.mmap(fd, int(length), **keywords)
        finally:
            if source not in ("anon", "bad"):
                os.close(fd)

    def descriptor(self, source, writes):
        if source == "anon":
            return -1
        if source == "bad":
            return 9999
        if source == "dir":
            return os.open(os.path.dirname(self.path), os.O_RDONLY)
        if source == "zero":
            return os.open("/dev/zero", os.O_RDWR)
        # Given a path, mmap4j opens it for writing only where what is written reaches the file.
        reading = source == "fd:r" or source == "path" and not writes
        return os.open(self.path, os.O_RDONLY if reading else os.O_RDWR)

    # ---- bytes

    def op_len(self):
        return len(self.m)

    def op_get(self, index):
        return self.m[int(index)]

    def op_set(self, index, value):
        self.m[int(index)] = int(value)

    def op_slice(self, *parts):
        return self.m[bounds(parts)]

    def op_assign(self, value, *parts):
        self.m[bounds(parts)] = self.bytes_of(value)

    def op_contains(self, value):
        # Python's iteration gives bytes of length 1, and so "in" takes them; mmap4j's takes integers.
        number = int(value)
        return (bytes([number]) if 0 <= number <= 255 else number) in self.m

    def op_forwards(self):
        return b"".join(self.m)

    def op_backwards(self):
        return b"".join(reversed(self.m))

    # ---- search

    def op_find(self, sub, *limits):
        return self.m.find(self.bytes_of(sub), *integers(limits))

    def op_rfind(self, sub, *limits):
        return self.m.rfind(self.bytes_of(sub), *integers(limits))

    def op_count(self, sub, *limits):
        # Python's mmap has no count. It is that of bytes, but begins at the position, as find does.
        return self.m[:].count(self.bytes_of(sub), *(integers(limits) or [self.m.tell()]))

    # ---- the file

    def op_read(self, *count):
        return self.m.read(*integers(count))

    def op_readbyte(self):
        return self.m.read_byte()

    def op_readline(self):
        return self.m.readline()

    def op_readtext(self):
        return self.m.readline()

    def op_write(self, value):
        return self.m.write(self.bytes_of(value))

    def op_writebyte(self, value):
        self.m.write_byte(int(value))

    def op_seek(self, distance, whence=None):
        return self.m.seek(int(distance), *([] if whence is None else [WHENCE[whence]]))

    def op_tell(self):
        return self.m.tell()

    def op_seekable(self):
        require("seekable", self.m)
        return self.m.seekable()

    def op_size(self):
        return self.m.size()

    # ---- memory

    def op_move(self, target, source, count):
        self.m.move(int(target), int(source), int(count))

    def op_flush(self, *limits):
        return self.m.flush(*integers(limits))

    def op_sync(self, flags, *limits):
        require("MS_SYNC")
        bits = sum(getattr(mmap, "MS_" + flag) for flag in flags.split("|"))
        return self.m.flush(*integers(limits), flags=bits)

    def op_setname(self, name):
        require("set_name", self.m)
        return self.m.set_name(name)

    def op_madvise(self, advice, *limits):
        return self.m.madvise(ADVICE[advice], *integers(limits))

    def op_resize(self, length):
        self.m.resize(int(length))

    # ---- the end

    def op_close(self):
        if self.m is not None:
            self.m.close()

    def op_closed(self):
        return self.m.closed

    def op_text(self):
        # <mmap.mmap closed=False, access=ACCESS_READ, length=3, pos=0, offset=0>: the values only.
        fields = repr(self.m).partition(" ")[2].rstrip(">").split(", ")
        values = [field.partition("=")[2].replace("ACCESS_", "") for field in fields]
        return " ".join([values[0].lower()] + values[1:])


def main():
    judge = Judge(sys.argv[1])
    for line in sys.stdin:
        operation = line.rstrip("\n")
        if operation:
            print(judge.answer(operation), judge.state(), judge.checksums())
        else:
            sys.stdout.flush()


if __name__ == "__main__":
    main()
