"""Compares stacks that traceback found (a JSON list) with those of a result file. The shim
gives a function's qualified name, traceback its plain one."""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    expected = json.load(file)
found = set()
for path in sys.argv[2:]:
    for line in open(path, encoding="utf-8"):
        item = json.loads(line)
        if item["type"] == "violation":
            found.add(json.dumps([[frame["function"].rsplit(".", 1)[-1], frame["file"], frame["line"]]
                                  for frame in item["use"]["python"]]))
wanted = {json.dumps(stack) for stack in expected}
for stack in wanted - found:
    print("missing:", stack)
for stack in found - wanted:
    print("unexpected:", stack)
if wanted == found:
    print(f"the same: {len(expected)} stacks")
