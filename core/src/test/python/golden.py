#!/usr/bin/env python3
"""Makes golden.txt: cases, and the answers that CPython's mmap gives them.

    python3.15 golden.py > ../resources/golden.txt
    python3.14 golden.py ../resources/golden.txt > ../resources/golden-3.14.txt

golden.txt has the answers of the newest CPython. Given that file, an older CPython leaves out the
cases that it answers in the same way. Run on Linux with pages of 4096 bytes. A case begins with its
name; the lines under it are operations as judge.py describes them, each with its answer, and at last
the bytes that are then in the file:

    case NAME
    OPERATION -> RESULT @POSITION #LENGTH
    end BYTES

What kills CPython or leaves it with memory that kills it is left out: files truncated below a
mapping, PROT_NONE memory touched, shared anonymous memory that grows, resize(0) of what can be resized.
"""

import os
import platform
import sys
import tempfile

import judge

PAGE = 4096
MIN = -(2**63)
MAX = 2**63 - 1
TEXT = "Hello\\x20Python!\\n"  # the specification's example, 14 bytes
ABC = "abcabc"
LINES = "one\\ntwo\\n\\nfour"

cases = []


def case(name, content, *operations):
    """content: BYTES without the quotes, and a length if it is repeated."""
    cases.append((name, ["file " + content] + list(operations)))


def quoted(content, length=None):
    return "'%s'" % content + ("" if length is None else " %d" % length)


def small(name, content, *operations):
    case(name, quoted(content), *operations)


def pages(name, length, *operations):
    case(name, quoted("0123456789abcdef\\n", length), *operations)


OPEN = "map path DEFAULT 0 0"
ACCESSES = ("DEFAULT", "READ", "WRITE", "COPY")
SOURCES = ("path", "channel", "fd:rw")

# Every call, with arguments that are right for a mapping of 6 bytes, and with wrong ones.
QUIET = {
    "len": [],
    "get": ["0", "6"],
    "slice": ["0 3 1", "0 3 0"],
    "contains": ["97", "256"],
    "forwards": [],
    "backwards": [],
    "find": ["'b'"],
    "rfind": ["'b'"],
    "count": ["'b'"],
    "read": ["2"],
    "readbyte": [],
    "readline": [],
    "readtext": [],
    "seek": ["1", "7", "-1 SET", "1 END"],
    "tell": [],
    "seekable": [],
    "size": [],
    "flush": ["", "0 6", "1 1", "0 7", "-1 1"],
    "madvise": ["NORMAL", "NORMAL 1 1", "NORMAL 6 1", "NORMAL 0 -1"],
    "closed": [],
    "text": [],
}
LOUD = {
    "set": ["0 65", "6 65", "0 256", "6 256"],
    "assign": ["'xyz' 0 3", "'xyz' 0 2", "'xyz' 0 3 0"],
    "write": ["'xyz'", "'sevenxx'", "''"],
    "writebyte": ["65", "256", "-1"],
    "move": ["0 3 3", "0 3 4", "-1 0 0", "0 0 0"],
}
RESIZES = ["8", "6", "4", "-1", str(MAX)]


def calls(table):
    for word, arguments in table.items():
        for argument in arguments or [""]:
            yield (word + " " + argument).rstrip()


def closed_comes_first():
    everything = list(calls(QUIET)) + list(calls(LOUD)) + ["resize " + r for r in RESIZES + ["0"]]
    for call in everything:
        # READ, so that for the loud calls closed comes before read-only as well as before range.
        small("closed: " + call, ABC, "map path READ 0 0", "close", call)
    for source in ("map path DEFAULT 0 0", "map anon DEFAULT 6 0", "map channel COPY 0 0"):
        for call in ("get 6", "set 6 256", "write 'sevenxx'", "read", "resize -1", "flush 7 7"):
            small("closed, %s: %s" % (source, call), ABC, source, "close", call)
    for call in ("set 0 256", "set 0 65", "set 6 65", "writebyte 256", "writebyte -1", "writebyte 65", "write 'a'", "move 0 0 0"):
        small("closed, writable: " + call, ABC, OPEN, "close", call)
        small("closed, read-only: " + call, ABC, "map anon READ 6 0", "close", call)
    small("close, again and again", ABC, OPEN, "closed", "close", "closed", "close", "close", "text")


def read_only_comes_next():
    for source in ("map path READ 0 0", "map anon READ 6 0", "map path DEFAULT 0 0 prot=R"):
        for call in calls(LOUD):
            small("read-only, %s: %s" % (source, call), ABC, source, call)
    for access in ("READ", "COPY"):
        for source in ("path", "anon"):
            for length in RESIZES + ["0"]:
                name = "resize %s, %s %s" % (length, source, access)
                small(name, ABC, "map %s %s 6 0" % (source, access), "resize " + length)
    small("read-only, fd:r", ABC, "map fd:r READ 0 0", "set 0 65", "slice ~", "writebyte 65")
    small("read-only, channel", ABC, "map channel READ 0 0", "set 0 65", "slice ~", "writebyte 65")
    small("read-only, at the end", ABC, "map path READ 0 0", "seek 0 END", "write 'x'", "writebyte 1")


def every_access():
    reading = [call for call in calls(QUIET) if not call.startswith(("madvise", "flush"))]
    for access in ACCESSES:
        for source in SOURCES:
            opened = "map %s %s 0 0" % (source, access)
            name = "%s %s: " % (source, access)
            small(name + "reading", ABC, opened, *reading)
            small(
                name + "writing",
                ABC,
                opened,
                "set 0 65",
                "assign 'XY' 1 3",
                "seek 3",
                "write 'Z'",
                "writebyte 48",
                "move 5 0 1",
                "slice ~",
                "flush",
                "text",
            )
            for call in calls({word: QUIET[word] for word in ("flush", "size")}):
                small(name + call, ABC, opened, "seek 4", call)
        opened = "map anon %s 6 0" % access
        name = "anon %s: " % access
        small(name + "reading", "file", opened, *reading)
        small(name + "writing", "file", opened, "set -1 65", "write 'ab'", "slice ~", "flush", "text")
        for call in calls(QUIET):
            if call.startswith(("madvise", "flush")):
                small(name + call, "file", opened, call)
            if call.startswith("madvise"):
                small("path %s: %s" % (access, call), ABC, "map path %s 0 0" % access, call)
    # What is written to a copy is seen in it and not in the file.
    pages("a copy written over all", 5000, "map path COPY 0 0", "assign own:1:4999 0 4999", "slice ~")
    small("a copy of a file that may only be read", ABC, "map fd:r COPY 0 0", "set 0 65", "slice ~")
    for protection in ("R", "W", "R|W", "R|X", "W|X", "R|W|X"):
        for flags in ("SHARED", "PRIVATE"):
            small(
                "prot %s, flags %s" % (protection, flags),
                ABC,
                "map fd:rw DEFAULT 0 0 flags=%s prot=%s" % (flags, protection),
                "text",
                "slice ~",
                "set 0 65",
                "slice ~",
                "flush",
            )


def constructor():
    for access in ACCESSES:
        for source in ("path", "anon", "bad"):
            small("length -1, %s %s" % (source, access), ABC, "map %s %s -1 0" % (source, access))
            small("offset -1, %s %s" % (source, access), ABC, "map %s %s 1 -1" % (source, access))
        small("anonymous length 0, " + access, ABC, "map anon %s 0 0" % access)
        small("empty file, " + access, "", "map path %s 0 0" % access)
        small("empty file, offset, " + access, "", "map path %s 0 4096" % access)
        small("empty file, length 1, " + access, "", "map path %s 1 0" % access)
        small("length past the end, " + access, ABC, "map path %s 7 0" % access)
        small("length far past the end, " + access, ABC, "map path %s %d 0" % (access, MAX))
        small("offset past the end, " + access, ABC, "map path %s 0 7" % access)
        small("offset at the end, " + access, ABC, "map path %s 0 6" % access)
        small("offset not aligned, " + access, ABC, "map path %s 0 1" % access)
        small("offset not aligned, length, " + access, ABC, "map path %s 5 1" % access)
        small("offset not aligned, length past the end, " + access, ABC, "map path %s 6 1" % access)
        small("no descriptor, " + access, ABC, "map bad %s 1 0" % access)
        small("no descriptor, no length, " + access, ABC, "map bad %s 0 0" % access)
        small("directory, " + access, ABC, "map dir %s 0 0" % access)
        small("directory, length, " + access, ABC, "map dir %s 10 0" % access)
        small("device, " + access, ABC, "map zero %s 10 0" % access, "slice ~", "text")
        small("device, length 0, " + access, ABC, "map zero %s 0 0" % access)
        small("descriptor for reading only, " + access, ABC, "map fd:r %s 0 0" % access, "text")
        for options in (
            "flags=PRIVATE",
            "prot=R",
            "prot=R|W",
            "flags=SHARED prot=R|W",
            "flags=SHARED|POPULATE",
            "prot=R|W|X",
            "flags=",
            "prot=",
        ):
            # With access and without: compared are the values, so SHARED and R|W are fine.
            if access != "DEFAULT" or options != "prot=":
                small("%s beside %s" % (options, access), ABC, "map fd:rw %s 0 0 %s" % (access, options), "text")
    small("channel, offset not aligned", ABC, "map channel DEFAULT 5 1")
    small("channel, offset not aligned, length past the end", ABC, "map channel DEFAULT 6 1")
    small("channel, offset not aligned, empty file", "", "map channel DEFAULT 0 1")
    both = "-1 and -1 beside access and flags"
    small(both, ABC, "map path READ -1 -1 flags=PRIVATE")
    small("access beside flags, empty file", "", "map path READ 0 0 flags=PRIVATE")
    small("access beside flags, no descriptor", ABC, "map bad READ 0 0 flags=PRIVATE")
    small("anonymous, far too long", ABC, "map anon DEFAULT %d 0" % MAX)
    small("anonymous, far too long, private", ABC, "map anon DEFAULT %d 0 flags=PRIVATE" % 2**62)
    small("anonymous, offset not aligned", ABC, "map anon DEFAULT 1 1")
    small("anonymous, offset", ABC, "map anon DEFAULT 10 8192", "slice ~", "text")
    small("anonymous, private, offset", ABC, "map anon DEFAULT 10 8192 flags=PRIVATE", "slice ~", "text")
    for flags in ("SHARED", "PRIVATE", "SHARED|ANONYMOUS", "PRIVATE|ANON", "PRIVATE|POPULATE"):
        small("anonymous, " + flags, ABC, "map anon DEFAULT 10 0 flags=" + flags, "write 'x'", "text")
    small("anonymous, neither shared nor private", ABC, "map anon DEFAULT 10 0 flags=")
    small("neither shared nor private", ABC, "map fd:r DEFAULT 0 0 flags= prot=R", "map path DEFAULT 0 0 flags= prot=R")
    small("a flag that does nothing", ABC, "map path DEFAULT 0 0 flags=SHARED|DENYWRITE|EXECUTABLE", "text")
    small("a stack", ABC, "map path DEFAULT 0 0 flags=PRIVATE|STACK", "text", "slice ~")
    small("no swap", ABC, "map anon DEFAULT 9 0 flags=PRIVATE|NORESERVE", "text", "slice ~")
    small("populated", ABC, "map path DEFAULT 0 0 flags=SHARED|POPULATE", "text", "slice ~")
    small("prot none", ABC, "map path DEFAULT 0 0 prot=", "text", "len", "tell", "seek 2", "size")
    small("prot none, anonymous", ABC, "map anon DEFAULT 10 0 prot=", "text", "len", "set 0 1")
    small("exec alone", ABC, "map path DEFAULT 0 0 prot=X", "text", "len", "resize 3", "flush")
    small("shared and private", ABC, "map fd:rw DEFAULT 0 0 flags=SHARED|PRIVATE")
    small("a file as anonymous memory", ABC, "map path DEFAULT 0 0 flags=SHARED|ANONYMOUS")
    for length, offset in ((0, 0), (4096, 0), (5000, 0), (0, 4096), (904, 4096), (1, 4096)):
        for access in ("DEFAULT", "COPY"):
            name = "5000 bytes, length %d, offset %d, %s" % (length, offset, access)
            pages(name, 5000, "map path %s %d %d" % (access, length, offset), "text", "slice ~", "size")
    for length, offset in ((5001, 0), (905, 4096), (1, 5000), (0, 5000), (0, 4097), (0, 8192), (1, 8192), (MAX, 4096)):
        pages("5000 bytes, length %d, offset %d" % (length, offset), 5000, "map path READ %d %d" % (length, offset))
    pages("8192 bytes, offset 8192", 8192, "map path READ 0 8192")
    pages("8192 bytes, length 1, offset 8192", 8192, "map path READ 1 8192")
    small("the mapping before is kept by no failure", ABC, OPEN, "map path READ 7 0", "len", "text")


def indexes():
    for content, length in (("x", 1), ("abcdefghi", 9), ("abcdefghij\\xff", 4096), ("\\x80\\x00", 5000)):
        places = (0, 1, length - 1, length, -1, -length, -length - 1, MAX, MIN, 2**31, 2**32, -(2**32))
        bytes_ = quoted(content, length)
        case("get of %d bytes" % length, bytes_, OPEN, *["get %d" % i for i in places])
        case("set of %d bytes" % length, bytes_, OPEN, *["set %d 200" % i for i in places] + ["slice ~"])
    for value in (0, 1, 127, 128, 255, 256, -1, -128, 2**31 - 1, -(2**31)):
        small("set a byte to %d" % value, ABC, OPEN, "set 2 %d" % value, "get 2", "set 6 %d" % value)
    for value in (97, 99, 100, 0, 255, 256, -1, -159, 353):
        small("contains %d" % value, ABC + "\\xff", OPEN, "seek 6", "contains %d" % value)
    small("iteration", "ab\\x00\\xff\\n", OPEN, "seek 3", "forwards", "backwards", "tell")
    small("iteration over one byte", "\\x80", OPEN, "forwards", "backwards")


BOUNDS = ("~", "0", "1", "5", "6", "7", "-1", "-5", "-6", "-7", str(MAX), str(MIN))


def slices():
    for start in BOUNDS:
        small("slice from %s" % start, "abcdef", OPEN, "slice " + start, *["slice %s %s" % (start, b) for b in BOUNDS])
        for step in ("~", "1", "2", "-1", "-2"):
            name = "slice from %s by %s" % (start, step)
            small(name, "abcdef", OPEN, *["slice %s %s %s" % (start, stop, step) for stop in BOUNDS])
    small("closed: assign with step 0", ABC, OPEN, "close", "assign 'xyz' 0 3 0", "assign 'xyz' 0 3", "assign 'xyz' 0 2", "slice 0 3 0")
    for step in (3, 5, 6, 7, -3, -5, -6, -7, MAX, MIN, MIN + 1, 2**32, 0):
        few = ("~", "0", "2", "-1", "-9", "9")
        operations = ["slice %s %s %d" % (a, b, step) for a in few for b in few]
        small("slices by %d" % step, "abcdef", OPEN, *operations)
    pages("long slices", 9000, OPEN, "slice 4095 4098", "slice ~ ~ -1", "slice ~ ~ 4096", "slice ~ ~ 7", "slice -1 ~ -97")
    small("slices leave the position", "abcdef", OPEN, "seek 3", "slice 1 4", "assign 'xy' 4 6", "tell")
    for start in BOUNDS:
        for stop in ("~", "4", "-1", "0"):
            small(
                "assign to %s %s" % (start, stop),
                "abcdef",
                OPEN,
                *["assign '%s' %s %s" % ("UVWXYZ?"[:n], start, stop) for n in range(8)]
            )
    for step in (1, 2, 3, 6, -1, -2, -5, MAX, MIN, 0):
        for start, stop in (("~", "~"), ("1", "~"), ("~", "1"), ("5", "0"), ("-2", "-6")):
            small(
                "assign to %s %s by %d" % (start, stop, step),
                "abcdef",
                OPEN,
                *["assign '%s' %s %s %d" % ("UVWXYZ"[:n], start, stop, step) for n in range(7)]
            )
    small("assign to a start alone", "abcdef", OPEN, "assign 'XY' 4", "assign 'XY' -2", "assign '' 6", "assign 'X' 6", "assign '' 0")
    for own in ("own:0:5 1 6", "own:1:5 0 5", "own:0:6 ~ ~ -1", "own:0:3 ~ ~ 2", "own:3:3 1 ~ 2", "own:0:2 0 3"):
        small("assign " + own, "abcdef", OPEN, "assign " + own, "slice ~")
        small("assign in a copy " + own, "abcdef", "map path COPY 0 0", "assign " + own, "slice ~")


def search():
    limits = (MIN, -7, -6, -4, -3, -1, 0, 1, 2, 3, 5, 6, 7, MAX)
    for word in ("find", "rfind", "count"):
        for needle in ("b", "bc", "abcabc", "abcabcx", "", "x", "ca"):
            small(
                "%s '%s' in all quadrants" % (word, needle),
                ABC,
                OPEN,
                "%s '%s'" % (word, needle),
                *["%s '%s' %d" % (word, needle, a) for a in limits]
                + ["%s '%s' %d %d" % (word, needle, a, b) for a in limits for b in limits]
            )
        for position in (0, 1, 3, 4, 5, 6):
            small(
                "%s from position %d" % (word, position),
                ABC,
                OPEN,
                "seek %d" % position,
                *["%s '%s'" % (word, n) for n in ("a", "b", "c", "abc", "", "x", "bcabc")] + ["tell"]
            )
        small("%s of a run" % word, "aaaaaaa", OPEN, *["%s '%s'" % (word, "a" * n) for n in range(9)])
        small("%s of all bytes" % word, "\\x00\\xff\\x80\\x7f\\n", OPEN, *["%s '%s'" % (word, n) for n in ("\\x00", "\\xff", "\\x80\\x7f", "\\n", "\\xff\\x7f")])
        pages(
            "%s across pages" % word,
            12289,
            OPEN,
            "set 4095 1",
            "set 4096 2",
            "%s '\\x01\\x02'" % word,
            "%s '\\x01\\x02' 4095" % word,
            "%s '\\x01\\x02' 4096" % word,
            "%s '\\x01\\x02' 0 4097" % word,
            "%s '\\x01\\x02' 0 4096" % word,
            "%s '\\n'" % word,
            "%s 'f\\n0'" % word,
            "%s own:4000:200" % word,
            "%s own:4000:200 4001" % word,
            "%s own:0:12289" % word,
            "%s own:0:12288 1" % word,
        )
        small("%s after a shrink" % word, ABC, OPEN, "seek 6", "resize 3", "%s 'c'" % word, "%s ''" % word, "%s 'c' 0" % word)
        small("%s in anonymous memory" % word, "", "map anon DEFAULT 100 0", "set 50 7", "%s '\\x07'" % word, "%s '\\x00\\x07'" % word)


def file_like():
    for count in (0, 1, 13, 14, 15, -1, -2, MAX, MIN):
        for position in (0, 1, 13, 14):
            name = "read %d at %d" % (count, position)
            small(name, TEXT, OPEN, "seek %d" % position, "read %d" % count, "tell")
    small("read all", TEXT, OPEN, "read", "read", "read 1", "seek 5", "read")
    pages("read many", 20000, OPEN, "read 4096", "read 10000", "read 10000", "read 1", "readbyte")
    small("readbyte to the end", "a\\x00\\xff", OPEN, "readbyte", "readbyte", "readbyte", "readbyte", "tell")
    for word in ("readline", "readtext"):
        small(word, LINES, OPEN, *[word] * 6)
        small(word + " of one line break", "\\n", OPEN, word, word)
        small(word + " from the middle", LINES, OPEN, "seek 5", word, "seek 7", word, "seek 8", word)
        small(word + " without an end", "abc", OPEN, word, word)
        small(word + " with carriage returns", "a\\x0d\\nb\\x0dc\\n", OPEN, word, word, word)
        small(word + " of other bytes", "\\xe4\\x00\\n\\xff", OPEN, word, word)
        pages(word + " in a long file", 9001, OPEN, "seek 4090", word, word, "seek 8999", word, word)
    for position in (0, 3, 5, 6):
        for count in range(8):
            name = "write %d at %d" % (count, position)
            small(name, ABC, OPEN, "seek %d" % position, "write '%s'" % "UVWXYZ?"[:count])
        for value in (0, 255, 256, -1):
            name = "writebyte %d at %d" % (value, position)
            small(name, ABC, OPEN, "seek %d" % position, "writebyte %d" % value)
    small("write goes on", ABC, OPEN, "write 'AB'", "writebyte 67", "write 'DEF'", "write ''", "write 'G'", "writebyte 71")
    small("write own memory forwards", "abcdef", OPEN, "seek 1", "write own:0:5")
    small("write own memory backwards", "abcdef", OPEN, "write own:1:5", "write own:0:2")
    for whence in ("SET", "CUR", "END"):
        distances = (0, 1, 3, 14, 15, -1, -3, -14, -15, MAX, MIN, MAX - 3, MIN + 3)
        operations = []
        for distance in distances:
            operations += ["seek 3", "seek %d %s" % (distance, whence)]
        small("seek from " + whence, TEXT, OPEN, *operations)
    small("seek without whence", TEXT, OPEN, "seek 14", "seek 15", "seek -1", "seek 0", "tell")
    pages("seek in a window of the file", 9000, "map path READ 100 4096", "seek 0 END", "seek 101", "size")
    small("size of a part", ABC, "map path READ 2 0", "size", "len")
    small("size, anonymous", ABC, "map anon DEFAULT 100 0", "size", "resize 50", "size")


def untracked():
    """Mappings with trackfd=False, which keep no descriptor."""
    for source in ("path DEFAULT 0", "path WRITE 0", "path READ 0", "path COPY 0", "fd:rw DEFAULT 0", "fd:r READ 0", "anon DEFAULT 6", "anon READ 6", "anon DEFAULT 6 0 flags=PRIVATE"):
        opened = "map %s%s trackfd=no" % (source, "" if "flags" in source else " 0")
        for call in ["size"] + ["resize " + n for n in RESIZES + ["0"]]:
            small("untracked, %s: %s" % (source, call), ABC, opened, call, "len", "text", "close", call)
        reading = [call for call in calls(QUIET) if call != "size"]
        small("untracked, %s: reading" % source, ABC, opened, *reading)
        writing = ["writebyte 88", "set 2 89", "flush", "tell", "seek 0", "slice ~", "closed"]
        small("untracked, %s: writing" % source, ABC, opened, *writing)
    pages("untracked, offset", 9000, "map path DEFAULT 100 4096 trackfd=no", "size", "slice 0 5", "text")
    small("untracked, no descriptor", ABC, "map bad READ 1 0 trackfd=no")
    small("untracked, past the end", ABC, "map path READ 7 0 trackfd=no")


def names():
    for source in ("anon DEFAULT 6", "anon DEFAULT 6 0 flags=PRIVATE", "path DEFAULT 0", "path COPY 0"):
        opened = "map %s%s" % (source, "" if "flags" in source else " 0")
        for name in ("test_mapping", "x" * 66, "x" * 67):
            small("name of %d, %s" % (len(name), source), ABC, opened, "setname " + name, "slice ~", "text")
        small("name when closed, %s" % source, ABC, opened, "close", "setname test")


def moves():
    small("move, as the specification shows", TEXT, OPEN, "move 0 6 6", "slice ~")
    for target in (0, 1, 3, 5, 6, 7, -1, MAX, MIN):
        for source in (0, 2, 6, 7, -1, MAX, MIN):
            counts = (0, 1, 3, 6, 7, -1, MAX, MIN)
            name = "move to %d from %d" % (target, source)
            small(name, "abcdef", OPEN, *["move %d %d %d" % (target, source, n) for n in counts] + ["slice ~"])
    for target, source in ((0, 1), (1, 0), (100, 0), (0, 100), (4096, 1), (1, 4096)):
        pages("move overlapping to %d from %d" % (target, source), 9000, OPEN, "move %d %d 4500" % (target, source), "slice ~")


def memory():
    for offset, size in ((0, 0), (0, 1), (0, 5000), (0, 5001), (4096, 904), (4096, 905), (4096, 0), (1, 1), (1, 4999),
                         (4095, 2), (5000, 0), (5001, 0), (8192, 0), (-1, 1), (0, -1), (-4096, 4096), (MAX, 1), (1, MAX),
                         (MIN, MIN), (MAX, MAX), (4096, MAX)):
        operations = "flush %d %d" % (offset, size)
        for access in ("DEFAULT", "READ", "COPY"):
            pages("%s, %s" % (operations, access), 5000, "map path %s 0 0" % access, "write ''" if access == "READ" else "write 'x'", operations)
        pages("%s, anonymous" % operations, 10, "map anon DEFAULT 5000 0", operations)
        pages("%s, channel" % operations, 5000, "map channel DEFAULT 0 0", operations)
    for limits in ("0", "4096", "5000", "5001", "1", "-1", "0 -1", "4096 -1", "5000 -1", "5001 -1", "1 -1", "-1 -1", "0 -2", "4096 -2"):
        for source in ("path DEFAULT 0", "path READ 0", "path COPY 0", "channel DEFAULT 0", "anon DEFAULT 5000"):
            pages("flush %s to the end, %s" % (limits, source), 5000, "map %s 0" % source, "flush " + limits)
    for flags in ("SYNC", "ASYNC", "INVALIDATE", "SYNC|INVALIDATE", "ASYNC|INVALIDATE", "ASYNC|SYNC"):
        for source in ("path DEFAULT 0", "path READ 0", "path COPY 0", "anon DEFAULT 5000"):
            operations = ["sync %s%s" % (flags, limits) for limits in ("", " 4096", " 0 4096", " 0 -1", " 1 1", " 0 5001", " 8192")]
            pages("sync %s, %s" % (flags, source), 5000, "map %s 0" % source, *operations)
    pages("sync when closed", 5000, OPEN, "close", "sync ASYNC", "sync SYNC 9 9", "flush 9")
    for start in (0, 1, 4095, 4096, 4999, 5000, 5001, 8192, -1, -4096, MAX, MIN):
        pages("madvise from %d" % start, 5000, OPEN, "madvise NORMAL %d" % start, "madvise SEQUENTIAL %d 1" % start)
        pages(
            "madvise from %d, lengths" % start,
            5000,
            "map path READ 0 0",
            *["madvise WILLNEED %d %d" % (start, n) for n in (0, 1, 904, 905, 5000, 5001, -1, MIN)]
        )
    pages("madvise, length too great", 5000, OPEN, "madvise NORMAL 4096 %d" % MAX, "madvise NORMAL 0 %d" % MAX, "madvise NORMAL 1 %d" % MAX, "madvise NORMAL 4096 %d" % (MAX - 4096))
    for start, length in ((0, MAX), (4096, MAX - 4096), (4096, MAX - 4095), (1, MAX), (9000, MAX), (-1, MAX)):
        pages("madvise %d and %d, sum" % (start, length), 5000, OPEN, "madvise NORMAL %d %d" % (start, length))
    for advice in ("NORMAL", "RANDOM", "SEQUENTIAL", "WILLNEED", "DONTFORK", "DOFORK", "DONTDUMP", "DODUMP"):
        pages("madvise " + advice, 5000, OPEN, "madvise " + advice, "madvise %s 4096" % advice, "madvise %s 0 4096" % advice)
    pages("DONTNEED in a shared mapping loses nothing", 5000, OPEN, "write 'xyz'", "madvise DONTNEED", "slice 0 4")
    pages("DONTNEED in a copy loses what was written", 5000, "map path COPY 0 0", "write 'xyz'", "seek 4096", "write 'xyz'", "madvise DONTNEED 4096", "slice 0 4", "slice 4096 4100", "madvise DONTNEED", "slice 0 4")
    pages("DONTNEED in private memory makes zeros", 10, "map anon DEFAULT 5000 0 flags=PRIVATE", "write 'xyz'", "madvise DONTNEED", "slice 0 4")
    pages("DONTNEED in shared memory loses nothing", 10, "map anon DEFAULT 5000 0", "write 'xyz'", "madvise DONTNEED", "slice 0 4")
    pages("FREE is for private anonymous memory", 5000, OPEN, "madvise FREE")
    pages("REMOVE needs a writable shared mapping", 5000, "map path COPY 0 0", "madvise REMOVE", "map path READ 0 0", "madvise REMOVE")


def resizes():
    for access in ("DEFAULT", "WRITE"):
        for source in SOURCES:
            for length in (1, 5, 6, 7, 100, 4095, 4096, 4097, 9000, -1, MIN):
                name = "resize to %d, %s %s" % (length, source, access)
                small(name, ABC, "map %s %s 0 0" % (source, access), "seek 4", "resize %d" % length, "size", "slice ~", "tell")
    for length in (1, 4095, 4096, 4097, 8192, 8193, 8999, 9000, 9001, 20000):
        pages("resize 9000 to %d" % length, 9000, OPEN, "resize %d" % length, "slice ~", "get -1", "size")
        pages("resize a window to %d" % length, 9000, "map path WRITE 100 4096", "resize %d" % length, "slice ~", "size", "text")
    pages("resize past the greatest offset", 9000, "map path WRITE 100 4096", "resize %d" % MAX, "resize %d" % (MAX - 4095), "size", "slice ~")
    after = ["tell", "read", "read 1", "readline", "readtext", "readbyte", "write 'x'", "write ''", "writebyte 120", "find 'a'", "seek 0 CUR"]
    for call in after:
        small("the position past the end: " + call, ABC, OPEN, "seek 5", "resize 3", call, "tell")
    small("seek after a shrink", ABC, OPEN, "seek 0 END", "resize 2", "seek -1 CUR", "seek -3 CUR", "seek -4 CUR", "seek 0 END", "seek 3")
    small("seek after growing", ABC, OPEN, "seek 0 END", "resize 8", "write 'XY'", "seek 0 END", "seek 9", "write 'Z'")
    small("what grows is zero", ABC, OPEN, "resize 2", "resize 6", "slice ~", "resize 5000", "slice 0 10", "count '\\x00'")
    small("to and fro", ABC, OPEN, "resize 10000", "set 9999 1", "resize 1", "resize 10000", "get 9999", "get 0", "resize 6")
    for length in (1, 50, 99, 100):
        small("shared memory shrinks to %d" % length, "", "map anon DEFAULT 100 0", "set 0 1", "resize %d" % length, "slice ~", "size")
    for length in (1, 99, 100, 101, 4096, 4097, 20000, -1):
        small("private memory resized to %d" % length, "", "map anon DEFAULT 100 0 flags=PRIVATE", "set 0 1", "resize %d" % length, "slice ~", "size")
    small("private memory, far too long", "", "map anon DEFAULT 100 0 flags=PRIVATE", "resize %d" % 2**62, "len")
    small("resize without the right to write", ABC, "map fd:r DEFAULT 0 0 flags=PRIVATE", "resize 3", "resize 6", "resize 9", "slice ~", "size")
    small("resize a private view of a file", ABC, "map fd:rw DEFAULT 0 0 flags=PRIVATE", "set 0 65", "resize 9", "slice ~", "size")


def specification():
    """The examples of the module's documentation."""
    small("hello.txt", TEXT, OPEN, "readline", "slice 0 5", "assign '\\x20world!\\n' 6 ~", "seek 0", "readline", "close")
    small("a block of anonymous memory", "", "map anon DEFAULT 13 0", "write 'Hello\\x20world!'", "seek 0", "readline", "close")
    small("parent and child, the parent's part", "", "map anon DEFAULT 13 0", "write 'Hello\\x20world!'", "seek 0", "readline")


def read(path):
    """The text of each case in a file that write made, by the case's name."""
    with open(path, encoding="ascii") as lines:
        _, *texts = lines.read().split("\ncase ")
    return {text.partition("\n")[0]: text.rstrip("\n") for text in texts}


def write(out, newest):
    names = [name for name, _ in cases]
    doubles = {name for name in names if names.count(name) > 1}
    if doubles:
        raise SystemExit("not unique: %s" % doubles)
    print("# Answers of CPython %s on %s %s, made by golden.py: do not edit." % (platform.python_version(), platform.system(), platform.machine()), file=out)
    print("# A case is its name, operations (judge.py) with their answers, the file's bytes at the end.", file=out)
    if newest:
        print("# Of %d cases, those that golden.txt answers differently." % len(cases), file=out)
    with tempfile.TemporaryDirectory() as directory:
        for number, (name, operations) in enumerate(cases):
            run = judge.Judge(os.path.join(directory, str(number)))
            lines = [name]
            for operation in operations:
                if run.m is None and not operation.startswith(("file", "map")):
                    continue  # it was refused, and that is the case's answer
                result = run.answer(operation)
                lines.append("%s -> %s %s" % (operation, result, run.state()))
            lines.append("end " + judge.show(run.file_bytes()))
            text = "\n".join(lines)
            if newest.get(name) != text:
                print("\ncase " + text, file=out)
            run.op_close()
            os.close(run.fd)


def main():
    if platform.python_implementation() != "CPython" or judge.mmap.PAGESIZE != PAGE:
        raise SystemExit("this needs CPython, and pages of %d bytes" % PAGE)
    for family in (
        specification,
        every_access,
        constructor,
        closed_comes_first,
        read_only_comes_next,
        indexes,
        slices,
        search,
        file_like,
        untracked,
        names,
        moves,
        memory,
        resizes,
    ):
        family()
    write(sys.stdout, read(sys.argv[1]) if len(sys.argv) > 1 else {})


if __name__ == "__main__":
    main()
