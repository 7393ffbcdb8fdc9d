"""How much later a program that has nothing to do with SQLite starts, and ends, under the shim."""
import measure
from measure import Variant
from table import Column, Table

PROGRAM = "/bin/true"


def run(bench):
    rounds = 5 if bench.tiny else 2000
    libraries = {"a shim that only forwards": f"{bench.build}/lib/libbench-forwarder.so",
                 "Lanyard's shim": f"{bench.build}/lib/liblanyard.so"}
    with measure.pinned():
        lines = measure.output(Variant("start", (f"{bench.build}/bin/bench-starts", str(rounds),
                                                 PROGRAM, *libraries.values()))).splitlines()
    plain, *others = zip(*([int(each) / 1e6 for each in line.split()] for line in lines))
    rows = [{"name": "plain", "took": measure.spread(plain)}]
    for name, taken in zip(libraries, others):
        rows.append({"name": name, "took": measure.spread(taken),
                     "later": measure.difference(taken, plain)})
    note = (f"From `posix_spawn` of `{PROGRAM}` to its end, {rounds:,} times each, in turn on one "
            "core: medians and quartiles, in milliseconds.")
    return [Table("start", "Start-up", note, [
        Column("name", "under"), Column("took", "took, ms", 3),
        Column("later", "more than plain, ms", 3)], rows)]
