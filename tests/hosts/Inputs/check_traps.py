"""Holds docs/traps.md to the tests: each trap of the runtime names some, and those exist.
Arguments: the page, the folder of the tests."""
import os
import re
import sys

page, tests = sys.argv[1:]
with open(page, encoding="utf-8") as file:
    text = file.read().split("## What Python's own check")[0]
traps = re.split(r"^- ", text, flags=re.M)[1:]
wrong = 0
for trap in traps:
    listed = re.search(r"\((`[^()]*`)\)\s*$", trap.split("\n\n")[0])
    names = re.findall(r"`([^`]+)`", listed[1]) if listed else []
    missing = [name for name in names if not os.path.exists(
        os.path.join(tests, ".." if "/" in name else "hosts", name))]
    if missing or not names:
        wrong += 1
        print(f"{missing or 'no test'}: {trap.splitlines()[0]}")
print(f"{len(traps)} traps, {wrong} wrong")
sys.exit(wrong > 0 or len(traps) < 20)
