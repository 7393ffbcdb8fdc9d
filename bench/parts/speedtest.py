"""What the shim costs a program that does nothing but call SQLite, and what its peers cost.

The program is SQLite's own speedtest1 with its default tests. The peers that watch memory make it
ten to a hundred times slower, so they get a smaller size and fewer rounds; each row says which.
"""
import measure
import source
import sqlite_builds
from measure import Variant
from table import Column, Table

COLUMNS = [Column("name", "under"), Column("baseline", "compared with"), Column("size", "size"),
           Column("rounds", "rounds", 0), Column("cpu", "CPU time", 3),
           Column("instructions", "instructions", 4)]
POLICIES = ("owner", "exclusive", "serialized")
PLAIN = "plain"
SIZE, COUNTED, SMALL = 50, 10, 5  # of speedtest1: timed, counted, and where each step is slow


class Group:
    """Variants that run in the same rounds, at one size."""

    def __init__(self, bench, size, rounds):
        self._bench, self.size, self.rounds = bench, size, rounds
        self.variants = []

    def add(self, name, command, environment=None, baseline=PLAIN):
        self.variants.append(Variant(name, tuple(command), environment or {}, baseline))

    def rows(self, instructions=None):
        self._bench.say(f"speedtest: {', '.join(each.name for each in self.variants)}")
        with measure.pinned():
            seconds = measure.interleaved(self.variants, self.rounds, what="speedtest: round")
        rows = []
        for each in filter(lambda variant: variant.baseline, self.variants):
            row = {"name": each.name, "baseline": each.baseline, "size": str(self.size),
                   "rounds": self.rounds,
                   "cpu": measure.ratio(seconds[each.name], seconds[each.baseline])}
            if instructions:
                row["instructions"] = instructions[each.name] / instructions[each.baseline]
            rows.append(row)
        return rows, seconds


def _shims(group, command, bench):
    build = bench.build
    group.add(PLAIN, command, baseline="")
    group.add("a shim that only forwards", command,
              {"LD_PRELOAD": f"{build}/lib/libbench-forwarder.so"})
    for policy in POLICIES:
        group.add(f"Lanyard's shim, `{policy}`", command, measure.shim(build, policy))
    group.add("Lanyard's shim, `--sites`", command,
              measure.shim(build, "owner", f":sites=1:log_path={bench.scratch}/sites"))


def _checks(group, builds, program, size):
    """SQLite's own checks are made for connections in multi-thread mode."""
    plain = "SQLite built as Debian's"
    for name, build, baseline in ((plain, "gcc", ""),
                                  ("`SQLITE_ENABLE_MULTITHREADED_CHECKS`", "gcc-checks", plain)):
        group.add(name, [program, *size, "--multithread"],
                  {"LD_LIBRARY_PATH": builds.pair(build)[1]}, baseline)


def _sanitized(group, builds, size):
    for compiler, name in (("clang", "Clang"), ("gcc", "GCC")):
        plain = f"the same built by {name}"
        for row, build, baseline in ((plain, compiler, ""),
                                     (f"ThreadSanitizer of {name}", f"{compiler}-tsan", plain)):
            program, library = builds.pair(build)
            group.add(row, [program, *size], {"LD_LIBRARY_PATH": library}, baseline)


def _valgrind(group, program, size):
    group.add(PLAIN, [program, *size], baseline="")
    for tool, name in (("drd", "Valgrind's DRD"), ("helgrind", "Valgrind's Helgrind")):
        group.add(name, ["/usr/bin/valgrind", f"--tool={tool}", program, *size])


def _table(about, rows):
    return Table("speedtest", "speedtest1", about, COLUMNS, rows)


def _tiny(bench):
    """On our own small program instead, without what needs SQLite's source."""
    group = Group(bench, 50, 1)
    _shims(group, [f"{bench.build}/bin/bench-loop", "50"], bench)
    rows, _ = group.rows(measure.instructions(group.variants))
    return [_table("bench-loop", rows)]


def run(bench):
    if bench.tiny:
        return _tiny(bench)
    builds = sqlite_builds.Builds(source.fetch(bench.build), f"{bench.build}/bench")
    bench.say("speedtest: building SQLite in each of the ways that are compared (once)")
    builds.all_pairs()
    program = builds.speedtest()
    size = bench.size or SIZE
    slow = Group(bench, SMALL, 3)
    _sanitized(slow, builds, ["--size", str(SMALL)])
    counted, fast = Group(bench, COUNTED, 1), Group(bench, size, bench.rounds)
    for group in (counted, fast):
        sized = ["--size", str(group.size)]
        _shims(group, [program, *sized], bench)
        _checks(group, builds, program, sized)
    bench.say("speedtest: counting instructions")
    rows, seconds = fast.rows(measure.instructions(counted.variants))
    rows += slow.rows()[0]
    under_valgrind = Group(bench, SMALL, 1)
    _valgrind(under_valgrind, program, ["--size", str(SMALL)])
    rows += under_valgrind.rows()[0]
    about = (f"SQLite's own `speedtest1` with its default tests, of Debian's source package, and "
             f"Debian's libsqlite3 {source.installed_version()}. Figures are ratios to the program "
             f"named beside, in the same rounds on one core: the median, and the quartiles of the "
             f"rounds. Without anything it takes "
             f"{measure.spread(seconds[PLAIN])['median']:.2f} s. Instructions are counted by "
             f"callgrind at size {COUNTED}.")
    return [_table(about, rows)]
