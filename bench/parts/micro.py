"""What the shim adds to one call of each kind, by google-benchmark."""
import json

import measure
from measure import Variant
from table import Column, Table


def _figures(variant):
    """{name: nanoseconds of CPU time} of one run."""
    result = json.loads(measure.output(variant))
    if any(each["time_unit"] != "ns" for each in result["benchmarks"]):
        raise measure.Failed(f"{variant.name}: google-benchmark answers in another unit than ns")
    return {each["name"]: each["cpu_time"] for each in result["benchmarks"]}


def run(bench):
    rounds = min(bench.rounds, 9)
    command = (f"{bench.build}/bin/bench-micro", "--benchmark_format=json",
               f"--benchmark_min_time={0.0001 if bench.tiny else 0.05}")
    variants = [Variant("plain", command),
                Variant("forwards", command,
                        {"LD_PRELOAD": f"{bench.build}/lib/libbench-forwarder.so"}),
                Variant("owner", command, measure.shim(bench.build, "owner"))]
    with measure.pinned():
        taken = measure.interleaved(variants, rounds, _figures, "micro: round")
    rows = []
    for name in taken["plain"][0]:
        plain, forwards, owner = ([each[name] for each in taken[side]]
                                  for side in ("plain", "forwards", "owner"))
        rows.append({"name": f"`{name}`", "plain": measure.spread(plain),
                     "forwards": measure.difference(forwards, plain),
                     "owner": measure.difference(owner, plain),
                     "ratio": measure.ratio(owner, plain)})
    note = (f"`bench/programs/micro.cpp`, {rounds} rounds on one core: nanoseconds of CPU time a "
            "call, what a shim that only forwards adds, what the shim adds, and its ratio.")
    return [Table("micro", "One call of each kind", note, [
        Column("name", "call"), Column("plain", "plain, ns", 1),
        Column("forwards", "forwarding adds, ns", 1), Column("owner", "the shim adds, ns", 1),
        Column("ratio", "ratio", 3)], rows)]
