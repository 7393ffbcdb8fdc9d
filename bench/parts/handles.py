"""What many live handles cost: the time of a call on any of them, and memory."""
import dataclasses

import measure
from measure import Variant
from table import Column, Table

PYTHON = "/usr/bin/python3"


def _variants(bench, name, *command):
    return [Variant(f"{name} plain", command),
            Variant(f"{name} owner", command, measure.shim(bench.build, "owner"))]


@dataclasses.dataclass
class Figures:
    """What bench-handles prints."""
    idle: float
    opened: float
    added: float
    call: float


def _figures(variant):
    return Figures(*map(float, measure.output(variant).split()))


def _live(bench):
    counts = (10, 100) if bench.tiny else (10, 10_000, 1_000_000)
    program = f"{bench.build}/bin/bench-handles"
    calls = 1000 if bench.tiny else 2_000_000
    rounds = min(bench.rounds, 9)
    rows = []
    for count in counts:
        with measure.pinned():
            taken = measure.interleaved(_variants(bench, count, program, count, calls),
                                        rounds, _figures, f"handles: {count} live: round")
        plain, owner = taken[f"{count} plain"], taken[f"{count} owner"]
        times = [[each.call for each in side] for side in (plain, owner)]
        row = {"live": count, "plain": measure.spread(times[0]), "owner": measure.spread(times[1]),
               "added": measure.difference(times[1], times[0])}
        if count >= 10_000:  # fewer are less than a page
            row["bytes"] = measure.spread([(with_it.added - without.added) * 1024 / count
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


def _row(name, plain, owner):
    return {"what": name, "plain": measure.spread(plain), "owner": measure.spread(owner),
            "added": measure.difference(owner, plain)}


def _memory(bench):
    rounds = min(bench.rounds, 5)
    taken = measure.interleaved(
        _variants(bench, "idle", f"{bench.build}/bin/bench-handles", 0, 0), rounds, _figures,
        "memory: round")
    rows = [_row(name, *([getattr(each, figure) for each in taken[f"idle {side}"]]
                         for side in ("plain", "owner")))
            for figure, name in (("idle", "SQLite not yet called: KiB in all"),
                                 ("opened", "one open connection: KiB in all"))]
    places = 100 if bench.tiny else 10_000
    taken = measure.interleaved(
        _variants(bench, "places", PYTHON, "-I", f"{bench.programs}/places.py", places), rounds,
        lambda each: int(measure.output(each)) * 1024 / places, "memory: round")
    rows.append(_row("each place of a Python program that makes statements: bytes",
                     taken["places plain"], taken["places owner"]))
    note = ("Private memory: what the process has written and shares with none (`Private_Dirty` of "
            "`/proc/self/smaps_rollup`). A place is a whole stack of calls; "
            f"{places:,} were made.")
    return Table("memory", "Memory", note, [
        Column("what", "memory"), Column("plain", "plain", 0),
        Column("owner", "Lanyard's shim", 0), Column("added", "more", 0)], rows)


def run(bench):
    return [_live(bench), _memory(bench)]
