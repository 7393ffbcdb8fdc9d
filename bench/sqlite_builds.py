"""speedtest1 and SQLite, built from Debian's source package in the ways that are compared.

Every SQLite has the options and the optimisation that Debian's own has, as its package says, and
is a shared library. What stands there of the same version is not built again.
"""
import concurrent.futures
import os
import re
import subprocess

import measure

# Each SQLite of our own: by which compiler, with which flags beside Debian's.
PAIRS = {
    "gcc": ("gcc", ()),
    "gcc-checks": ("gcc", ("-DSQLITE_ENABLE_MULTITHREADED_CHECKS",)),
    "gcc-tsan": ("gcc", ("-fsanitize=thread",)),
    "clang": ("clang-19", ()),
    "clang-tsan": ("clang-19", ("-fsanitize=thread",)),
}


def _run(command, folder, log):
    with open(f"{folder}/{log}.log", "w", encoding="utf-8") as out:
        done = subprocess.run(command, check=False, cwd=folder, stdout=out, stderr=out)
    if done.returncode != 0:
        raise measure.Failed(f"{command[0]} ended with {done.returncode}: see {folder}/{log}.log")


def debian_options(source):
    """The options that Debian builds SQLite with."""
    with open(f"{source}/debian/rules", encoding="utf-8") as rules:
        flags = re.search(r"^export CFLAGS \+=((?:.*\\\n)*.*)$", rules.read(), re.MULTILINE)
    options = re.findall(r"-[DOf]\S+", flags[1]) if flags else []
    if "-O2" not in options or not any(each.startswith("-DSQLITE_") for each in options):
        raise measure.Failed(f"{source}/debian/rules does not say with what SQLite is built")
    return options


class Builds:
    """What was built of `source`, in a folder of its own below `folder`."""

    def __init__(self, source, folder):
        self._source = source
        self.folder = f"{folder}/{os.path.basename(source)}"
        self._speedtest = f"{source}/test/speedtest1.c"
        os.makedirs(self.folder, exist_ok=True)

    def amalgamation(self):
        """The folder of sqlite3.c and sqlite3.h."""
        folder = f"{self.folder}/amalgamation"
        if not os.path.isfile(f"{folder}/sqlite3.c"):
            os.makedirs(folder, exist_ok=True)
            _run([f"{self._source}/configure", "--disable-tcl"], folder, "configure")
            _run(["make", "sqlite3.c"], folder, "make")
        return folder

    def speedtest(self):
        """speedtest1, linked with the libsqlite3 that is installed."""
        return self._program("speedtest1", ["gcc"], ["-lsqlite3"])

    def all_pairs(self):
        """Builds what `pair` answers, as many at once as there are cores."""
        self.amalgamation()
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(self.pair, PAIRS))

    def pair(self, name):
        """speedtest1 and the folder of its own SQLite, built as PAIRS says."""
        compiler, flags = PAIRS[name]
        folder = f"{self.folder}/{name}"
        library = f"{folder}/libsqlite3.so.0"
        if not os.path.isfile(library):
            os.makedirs(folder, exist_ok=True)
            amalgamation = self.amalgamation()
            _run([compiler, *debian_options(self._source), "-fPIC", "-shared", "-w", *flags,
                  f"-I{amalgamation}", f"{amalgamation}/sqlite3.c", "-Wl,-soname,libsqlite3.so.0",
                  "-lpthread", "-lm", "-ldl", "-o", f"{library}.new"], folder, "sqlite")
            os.rename(f"{library}.new", library)
        return self._program(f"{name}/speedtest1", [compiler, *flags], [library]), folder

    def _program(self, name, compiler, library):
        program = f"{self.folder}/{name}"
        if not os.path.isfile(program):
            _run([*compiler, "-O2", "-w", self._speedtest, *library, "-o", f"{program}.new"],
                 os.path.dirname(program), "speedtest1")
            os.rename(f"{program}.new", program)
        return program

