"""What many live handles cost: the time of a call on any of them, and memory."""
import measure
from measure import Variant
from table import Column, Table


def _variants(bench, name, arguments):
    command = (f"{bench.build}/bin/bench-handles", *map(str, arguments))
    return [Variant(f"{name} plain", command),
            Variant(f"{name} owner", command, measure.shim(bench.build, "owner"))]


def _figures(variant):
    return tuple(float(each) for each in measure.output(variant).split())


def _live(bench):
    counts = (10, 100) if bench.tiny else (10, 10_000, 1_000_000)
    calls = 1000 if bench.tiny else 2_000_000
    rounds = min(bench.rounds, 9)
    rows = []
    for count in counts:
        with measure.pinned():
            taken = measure.interleaved(_variants(bench, count, ("live", count, calls)), rounds,
                                        _figures, f"handles: {count} live: round")
        plain, owner = taken[f"{count} plain"], taken[f"{count} owner"]
        times = [[each[2] for each in side] for side in (plain, owner)]
        row = {"live": count, "plain": measure.spread(times[0]), "owner": measure.spread(times[1]),
               "added": measure.difference(times[1], times[0])}
        if count >= 10_000:  # fewer are less than a page
            row["bytes"] = measure.spread([(with_it[1] - without[1]) * 1024 / count
                                           for without, with_it in zip(plain, owner)])
        rows.append(row)
    note = (f"`sqlite3_column_count`, SQLite's cheapest call, on one live statement after another, "
            f"in no order, so that with a million every call misses the cache; {rounds} rounds of "
            f"{calls:,} calls. Nanoseconds of CPU time a call; bytes of private memory that the "
            "shim adds for a live statement, all being made at one place.")
    return Table("handles", "Live handles", note, [
        Column("live", "live statements", 0), Column("plain", "plain, ns", 1),
        Column("owner", "under the shim, ns", 1), Column("added", "more, ns", 1),
        Column("bytes", "bytes a statement", 1)], rows)


def _memory(bench):
    depth = 4 if bench.tiny else 16
    rounds = min(bench.rounds, 5)
    rows = []
    for name, arguments, count in (
            ("one open connection, one place: KiB in all", ("live", 0, 0), 0),
            ("each other place that makes statements: bytes", ("stacks", depth), 2**depth)):
        taken = measure.interleaved(_variants(bench, name, arguments), rounds, _figures,
                                    "memory: round")
        plain, owner = taken[f"{name} plain"], taken[f"{name} owner"]
        index, unit = (1, 1024 / count) if count else (0, 1)
        plain, owner = ([each[index] * unit for each in side] for side in (plain, owner))
        rows.append({"what": name, "plain": measure.spread(plain), "owner": measure.spread(owner),
                     "added": measure.difference(owner, plain)})
    note = ("Private memory: what the process has written and shares with none (`Private_Dirty` of "
            "`/proc/self/smaps_rollup`). A place is a whole stack of calls, here of about "
            f"{depth + 3} functions; {2**depth:,} were made.")
    return Table("memory", "Memory", note, [
        Column("what", "memory"), Column("plain", "plain", 0),
        Column("owner", "Lanyard's shim", 0), Column("added", "more", 0)], rows)


def run(bench):
    return [_live(bench), _memory(bench)]
