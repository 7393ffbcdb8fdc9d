"""Whether a call costs more where more threads call, each on a connection of its own."""
import os

import measure
from measure import Variant
from table import Column, Table

CALLS = 5  # of each loop of bench/programs/threads.c


def _variants(bench, count, loops):
    command = (f"{bench.build}/bin/bench-threads", str(count), str(loops))
    return [Variant(f"{count} plain", command),
            Variant(f"{count} owner", command, measure.shim(bench.build, "owner"))]


def _instructions_a_call(bench, counts, loops):
    """Of the loop alone: what a run of twice as many executes more."""
    once = [each for count in counts for each in _variants(bench, count, loops)]
    twice = [each for count in counts for each in _variants(bench, count, 2 * loops)]
    fewer, more = measure.instructions(once), measure.instructions(twice)
    return {each.name: (more[each.name] - fewer[each.name]) /
                       (int(each.name.split()[0]) * loops * CALLS) for each in once}


def run(bench):
    counts = (1, 2) if bench.tiny else (1, 2, 4, 8)
    loops = 100 if bench.tiny else 100000
    variants = [each for count in counts for each in _variants(bench, count, loops)]
    taken = measure.interleaved(variants, bench.rounds, lambda each: float(measure.output(each)),
                                "threads: round")
    bench.say("threads: counting instructions")
    counted = _instructions_a_call(bench, counts, loops // 10)
    alone = [owner / plain for owner, plain in zip(taken["1 owner"], taken["1 plain"])]
    rows = []
    for count in counts:
        plain, owner = taken[f"{count} plain"], taken[f"{count} owner"]
        ratios = [with_it / without for with_it, without in zip(owner, plain)]
        rows.append({"threads": count, "plain": measure.spread(plain),
                     "owner": measure.spread(owner), "ratio": measure.spread(ratios),
                     "grows": measure.ratio(ratios, alone),
                     "instructions": counted[f"{count} owner"] - counted[f"{count} plain"]})
    note = (f"Threads with a connection each, {loops * CALLS:,} calls a thread (bind, step, two "
            f"columns, reset), {bench.rounds} rounds on {os.cpu_count()} cores. CPU time of the "
            "threads, in nanoseconds a call. The last ratio is how the cost under the shim grows "
            "beyond how SQLite's own does.")
    columns = [Column("threads", "threads", 0), Column("plain", "plain, ns", 1),
               Column("owner", "under the shim, ns", 1), Column("ratio", "ratio", 3),
               Column("grows", "ratio to that of 1 thread", 3),
               Column("instructions", "instructions added a call", 2)]
    return [Table("threads", "Threads", note, columns, rows)]
