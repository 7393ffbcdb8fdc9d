"""Prints which lines of our own code the tests have reached: a row for each room, and the files at its end.

    report.py BUILD LLVM_BIN

BUILD was configured with LANYARD_COVERAGE, and its tests have been run. `./dev coverage` does both.
"""
import glob
import json
import os
import subprocess
import sys

ROOMS = ["contract", "runtime", "checker/link", "cli"]
SHOWN = 5  # files of each room, those with most lines that no test reached


def binaries(build):
    """Whatever counts: what is not instrumented has no counters to read."""
    found = [f"{build}/bin/lanyard", f"{build}/lib/liblanyard.so",
             f"{build}/lib/liblanyard-tidy-19.so"]
    return found + sorted(glob.glob(f"{build}/tests/unit/*_test"))


def summaries(build, llvm, source):
    """llvm-cov's sums of lines, by file, all binaries and runs together."""
    profile = f"{build}/profiles/all.profdata"
    raw = glob.glob(f"{build}/profiles/*.profraw")
    if not raw:
        sys.exit(f"coverage: {build}/profiles is empty: no test of this build has run")
    subprocess.run([f"{llvm}/llvm-profdata", "merge", "-o", profile, *raw], check=True)
    objects = [word for each in binaries(build) for word in ("-object", each)]
    told = subprocess.run([f"{llvm}/llvm-cov", "export", "-summary-only", "-instr-profile", profile,
                           *objects], check=True, stdout=subprocess.PIPE).stdout
    files = json.loads(told)["data"][0]["files"]
    return {os.path.relpath(each["filename"], source): each["summary"]["lines"] for each in files}


def percent(reached, lines):
    return 100.0 * reached / lines if lines else 100.0


def print_room(room, files):
    mine = {name: lines for name, lines in files.items() if name.startswith(f"{room}/")}
    lines = sum(each["count"] for each in mine.values())
    reached = sum(each["covered"] for each in mine.values())
    print(f"{room:14} {reached:6} of {lines:6} lines  {percent(reached, lines):5.1f} %")
    missed = sorted(mine.items(), key=lambda item: item[1]["covered"] - item[1]["count"])
    for name, each in missed[:SHOWN]:
        if each["covered"] < each["count"]:
            print(f"    {each['count'] - each['covered']:4} not reached in {name}")


def main():
    build, llvm = map(os.path.realpath, sys.argv[1:3])
    source = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
    files = summaries(build, llvm, source)
    for room in ROOMS:
        print_room(room, files)


main()
