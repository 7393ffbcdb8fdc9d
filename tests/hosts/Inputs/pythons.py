"""The CPythons of this machine that have sqlite3, one path a line: Debian's, those built by hand,
and pyenv's. `suite` as the argument prints, of those that bring CPython's own tests of sqlite3,
the path and the name of that package.
"""
import glob
import os
import subprocess
import sys

PLACES = ["/usr/bin/python[23].*", "/usr/local/bin/python[23].*", "~/.pyenv/versions/*/bin/python"]
# The tests moved from sqlite3.test to test.test_sqlite3 in 3.11.
ASK = """
import sqlite3, sys
try:
    from importlib.util import find_spec
except ImportError:
    def find_spec(name): return None
def found(name):
    try: return find_spec(name)
    except ImportError: return None
names = [name for name in ("test.test_sqlite3", "sqlite3.test") if found(name) and found("test.support")]
print(".".join(str(part) for part in sys.version_info[:3]) + " " + (names[0] if names else ""))
"""


def main():
    seen = set()
    for pattern in PLACES:
        for path in sorted(glob.glob(os.path.expanduser(pattern))):
            real = os.path.realpath(path)
            if real in seen or path.endswith("-config"):
                continue
            seen.add(real)
            asked = subprocess.run([path, "-c", ASK], capture_output=True, text=True)
            if asked.returncode:
                continue
            suite = asked.stdout.split()[1:]
            if sys.argv[1:] != ["suite"]:
                print(path)
            elif suite:
                print(path, suite[0])


main()
