"""What the checker's steps cost: a translation unit's facts beside the parse that nothing can do
without, and the link step as the program grows."""
import os
import re

import measure
import project
import source
import sqlite_builds
from measure import Variant
from table import Column, Table

NEEDED_KIB = 10  # for a function, and then some: the table says how much it takes
CLANG = "/usr/lib/llvm-19/bin/clang"


def _units(bench):
    """(name, file, arguments) of what is parsed."""
    yield "`bench/programs/loop.c`, C", f"{bench.programs}/loop.c", ("-xc",)
    folder = f"{bench.scratch}/unit"
    for path, text in project.sqlite(0):
        project.write(f"{folder}/{path}", text)
    yield (f"a C++ file with {len(project.STANDARD)} headers of the standard library",
           f"{folder}/src/store0/store.cpp", ("-xc++", "-std=c++17", f"-I{folder}/src"))
    if bench.tiny:
        return
    try:
        builds = sqlite_builds.Builds(source.fetch(bench.build), f"{bench.build}/bench")
    except source.Unavailable as error:
        bench.say(f"checker: without SQLite's own source: {error}")
        return
    yield "SQLite itself, `sqlite3.c`", f"{builds.amalgamation()}/sqlite3.c", ("-xc",)


def _facts(bench):
    rounds = min(bench.rounds, 9)
    rows = []
    for name, file, arguments in _units(bench):
        facts = f"{bench.scratch}/facts"
        variants = [Variant("parse", (CLANG, "-fsyntax-only", "-w", *arguments, file)),
                    Variant("facts", (f"{bench.build}/bin/lanyard", "facts", file, "-o", facts,
                                      "--", "-w", *arguments))]
        with measure.pinned():
            seconds = measure.interleaved(variants, rounds, what="checker: round")
        rows.append({"name": name, "source": os.path.getsize(file) / 1024,
                     "parse": measure.spread(seconds["parse"]),
                     "facts": measure.spread(seconds["facts"]),
                     "ratio": measure.ratio(seconds["facts"], seconds["parse"]),
                     "size": os.path.getsize(facts) / 1024})
    note = (f"`lanyard facts` parses a file and summarises its functions; `clang -fsyntax-only` "
            f"parses it. Seconds of CPU time, {rounds} rounds on one core.")
    return Table("facts", "Facts of a translation unit", note, [
        Column("name", "file"), Column("source", "KiB", 1), Column("parse", "Clang's parse, s", 3),
        Column("facts", "`lanyard facts`, s", 3), Column("ratio", "ratio", 3),
        Column("size", "facts, KiB", 1)], rows)


def _sizes(bench):
    """Up to a million functions, as far as the memory goes."""
    with open("/proc/meminfo", encoding="utf-8") as lines:
        free = [int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")][0]
    fitting = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size * NEEDED_KIB < free]
    if fitting[-1] != 1_000_000:
        bench.say(f"checker: no memory for a million functions: up to {fitting[-1]:,} are linked")
    return fitting


def _link(bench):
    sizes = (100, 200) if bench.tiny else _sizes(bench)
    bench.say("checker: linking programs of growing size")
    text = measure.output(Variant("link_scale", (f"{bench.build}/bin/link_scale", *sizes)))
    rows, program = [], ""
    for line in text.splitlines():
        numbers = re.findall(r"-?\d+(?:\.\d+)?", line)
        if len(numbers) not in (5, 7):
            program = program if line.lstrip().startswith("functions") else line
            continue
        row = dict(zip(("functions", "findings", "seconds"), map(float, numbers)), program=program)
        if len(numbers) == 7:
            row.update(grows=float(numbers[3]), peak=float(numbers[5]), memory=float(numbers[6]))
        else:
            row["peak"] = float(numbers[4])
        rows.append(row)
    if len(rows) != 2 * len(sizes):
        raise measure.Failed(f"link_scale answers something else: {text}")
    note = ("`bench/link_scale` on programs of `bench/synthetic`, the facts already in memory. CPU "
            "time of the link step and the memory of the process; the exponents say how each grew "
            "since the size before: 1 is in proportion.")
    return Table("link", "The link step", note, [
        Column("program", "program"), Column("functions", "functions", 0),
        Column("findings", "findings", 0), Column("seconds", "seconds", 2),
        Column("grows", "exponent", 2), Column("peak", "MiB", 0), Column("memory", "exponent", 2)],
                 rows)


def run(bench):
    return [_facts(bench), _link(bench)]
