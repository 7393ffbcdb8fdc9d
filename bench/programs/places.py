"""How much memory it takes that statements are made at many places of a Python program: prints KiB
of private memory that COUNT functions added, each of which made a statement that ended at once.

    places.py COUNT
"""
import re
import sqlite3
import sys


def private_kib():
    with open("/proc/self/smaps_rollup", encoding="ascii") as text:
        return int(re.search(r"Private_Dirty: +(\d+)", text.read())[1])


def main():
    count = int(sys.argv[1])
    names = [f"place{i}" for i in range(count + 1)]
    functions = {}
    exec("".join(f"def {name}(connection):\n    connection.execute('SELECT 1')\n"
                 for name in names), functions)
    connection = sqlite3.connect(":memory:", cached_statements=0)
    functions[names[0]](connection)
    before = private_kib()
    for name in names[1:]:
        functions[name](connection)
    print(private_kib() - before)


main()
