"""The CPythons of this machine that have sqlite3: Debian's, those built by hand, and pyenv's."""
import collections
import glob
import os
import re
import subprocess

PLACES = ["/usr/bin/python[23].*", "/usr/local/bin/python[23].*",
          "~/.pyenv/versions/*/bin/python[23].*"]
# CPython's own tests of the module moved from sqlite3.test to test.test_sqlite3 in 3.11.
ASK = """
import os, platform, sqlite3, sys
assert platform.python_implementation() == "CPython"
home = os.path.dirname(os.__file__)
names = [name for name in ("test.test_sqlite3", "sqlite3.test")
         if os.path.isdir(os.path.join(home, *name.split(".")))]
has_support = os.path.exists(os.path.join(home, "test", "support", "__init__.py"))
print("%d.%d" % sys.version_info[:2])
print(platform.python_version())
print(names[0] if names and has_support else "")
print(home)
"""

# `tests` is the package of CPython's own tests of sqlite3, "" where it is not there; `home` is
# where the library is.
Python = collections.namedtuple("Python", "path release version tests home")


def found():
    seen = set()
    for pattern in PLACES:
        for path in sorted(glob.glob(os.path.expanduser(pattern))):
            real = os.path.realpath(path)
            if real in seen or not re.search(r"/python\d\.\d+$", path):
                continue
            seen.add(real)
            asked = subprocess.run([path, "-c", ASK], capture_output=True, text=True)
            if asked.returncode == 0:
                yield Python(path, *asked.stdout.splitlines())


def suites():
    """Those that have the module's tests, or can borrow another's of their release: path, package,
    and the library to borrow from ("" for their own)."""
    modern = [python for python in found() if python.release[0] == "3"]
    lenders = {python.release: python for python in modern if python.tests.startswith("test.")}
    for python in modern:
        lender = lenders.get(python.release)
        if python.tests:
            yield python.path, python.tests, ""
        elif lender:
            yield python.path, lender.tests, lender.home

