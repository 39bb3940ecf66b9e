"""Times CPython's own searches.

Standard input: one search a line, with tabs between what, its name, the file, the right answer and the
bytes in hexadecimal. Standard output: CPython's version, then a line for each search, its name and the
seconds of each round.
"""

import mmap
import re
import sys
import time


def walk(m):
    m.seek(0)
    return sum(len(line) - 1 for line in iter(m.readline, b""))


def prepared(what, m, argument):
    """The search as a function without arguments, ready to run."""
    if what == "find":
        return lambda: m.find(argument)
    if what == "rfind":
        return lambda: m.rfind(argument)
    if what == "count":  # a mapping can't count
        content = m[:]
        return lambda: content.count(argument)
    if what == "re":
        pattern = re.compile(argument)
        return lambda: sum(1 for _ in pattern.finditer(m))
    if what == "lines":
        return lambda: walk(m)
    sys.exit(f"no such search: {what}")


def seconds(name, search, answer):
    begin = time.perf_counter()
    found = search()
    end = time.perf_counter()
    if found != answer:
        sys.exit(f"{name}: the answer is {found}, not {answer}")
    return end - begin


def main(rounds):
    print(sys.version.split()[0], flush=True)
    for line in sys.stdin:
        what, name, path, answer, argument = line.rstrip("\n").split("\t")
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as m:
            search = prepared(what, m, bytes.fromhex(argument))
            times = [seconds(name, search, int(answer)) for _ in range(rounds)]
            print(name, *times, sep="\t", flush=True)
            del search


main(int(sys.argv[1]))
