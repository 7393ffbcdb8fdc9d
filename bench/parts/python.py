"""What the shim costs a Python program that works with the sqlite3 module."""
import measure
from measure import Variant
from table import Column, Table

PYTHON = "/usr/bin/python3"


def run(bench):
    rows = 50 if bench.tiny else 30000
    rounds = bench.rounds
    workload = f"{bench.programs}/workload.py"
    variants = [Variant("plain", (PYTHON, "-I", workload, rows))]
    for policy in ("owner", "exclusive", "serialized"):
        variants.append(Variant(f"Lanyard's shim, `{policy}`", (PYTHON, "-I", workload, rows),
                                measure.shim(bench.build, policy), "plain"))
    with measure.pinned():
        seconds = measure.interleaved(variants, rounds, what="python: round")
    bench.say("python: counting instructions")
    counted = measure.instructions(variants)
    version = measure.output(Variant("version", (PYTHON, "--version"))).strip()
    note = (f"`bench/programs/workload.py` with {rows:,} rows, {version}, {rounds} rounds on one "
            f"core: inserts, `executemany`, transactions, look-ups, scans. Figures are ratios to "
            f"the same without the shim, with their quartiles; without, it takes "
            f"{measure.spread(seconds['plain'])['median']:.2f} s. Instructions are counted by "
            "callgrind.")
    columns = [Column("name", "under"), Column("cpu", "CPU time", 3),
               Column("instructions", "instructions", 4)]
    return [Table("python", "Python", note, columns, [
        {"name": each.name, "cpu": measure.ratio(seconds[each.name], seconds["plain"]),
         "instructions": counted[each.name] / counted["plain"]} for each in variants[1:]])]
