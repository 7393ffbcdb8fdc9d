"""Runs CPython's own tests of sqlite3 without and with the shim, on each Python of the machine that
has them, and fails where one ends in another way. Debian's has none of its own, and borrows those of
another Python of its release. Argument: the shim.
"""
import os
import subprocess
import sys
import tempfile

import pythons


def results(python, package, folder, **more):
    run = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run_suite.py")
    with tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "PYTHONPATH": folder, "TMPDIR": place, **more}
        done = subprocess.run([python, run, package], cwd=place, env=environment, timeout=600,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{python}: status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    # A test's own parameters may hold addresses, and thread numbers; its name is enough.
    return [line for line in done.stdout.splitlines() if line.startswith(package)]


def compare(python, package, folder, shim):
    plain = results(python, package, folder)
    with tempfile.TemporaryDirectory() as logs:
        shimmed = results(python, package, folder, LD_PRELOAD=shim,
                          LANYARD_OPTIONS=f"exitcode=0:log_path={logs}/log")
        if not os.listdir(logs):
            sys.exit(f"{python}: the shim saw no call of SQLite")
    for without, under in zip(plain, shimmed):
        if without != under:
            print(f"{python}: without the shim {without}, under it {under}")
    if plain != shimmed or len(plain) < 100:
        sys.exit(f"{python}: {len(plain)} results without the shim, {len(shimmed)} under it")
    print(f"{python}: {len(plain)} results, the same")


def main():
    with tempfile.TemporaryDirectory() as borrowed:
        for python, package, home in pythons.suites():
            folder = ""
            if home:
                folder = os.path.join(borrowed, os.path.basename(python))
                os.mkdir(folder)
                os.symlink(os.path.join(home, "test"), os.path.join(folder, "test"))
            compare(python, package, folder, sys.argv[1])


main()
