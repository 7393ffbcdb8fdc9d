"""The CPythons of this machine that have sqlite3: Debian's, those built by hand, and pyenv's. Prints
their paths, one a line."""
import glob
import os
import subprocess

PLACES = ["/usr/bin/python[23].*", "/usr/local/bin/python[23].*", "~/.pyenv/versions/*/bin/python"]
# CPython's own tests of the module moved from sqlite3.test to test.test_sqlite3 in 3.11.
ASK = """
import os, sqlite3, sys
home = os.path.dirname(os.__file__)
names = [name for name in ("test.test_sqlite3", "sqlite3.test")
         if os.path.isdir(os.path.join(home, *name.split(".")))]
has_support = os.path.exists(os.path.join(home, "test", "support", "__init__.py"))
print("%d.%d" % sys.version_info[:2])
print(names[0] if names and has_support else "")
print(home)
"""


def found():
    """Each one's path, release, package of tests ("" where it has none), and library."""
    seen = set()
    for pattern in PLACES:
        for path in sorted(glob.glob(os.path.expanduser(pattern))):
            real = os.path.realpath(path)
            if real in seen or path.endswith("-config"):
                continue
            seen.add(real)
            asked = subprocess.run([path, "-c", ASK], capture_output=True, text=True)
            if asked.returncode == 0:
                yield [path, *asked.stdout.splitlines()]


def suites():
    """Those that have the module's tests, or can borrow another's of their release: path, package,
    and the library to borrow from ("" for their own)."""
    all_found = [entry for entry in found() if entry[1][0] == "3"]
    lenders = {release: (package, home) for _, release, package, home in all_found if package}
    for path, release, package, _ in all_found:
        if package:
            yield path, package, ""
        elif lenders.get(release, ("",))[0].startswith("test."):
            yield path, *lenders[release]


if __name__ == "__main__":
    for entry in found():
        print(entry[0])
