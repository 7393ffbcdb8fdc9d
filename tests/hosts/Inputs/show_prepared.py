"""Prints who made each handle of a result file, by the frames of Python."""
import json
import sys

seen = set()
for line in open(sys.argv[1], encoding="utf-8"):
    item = json.loads(line)
    if item["type"] == "violation" and item["handle"]["id"] not in seen:
        handle = item["handle"]
        seen.add(handle["id"])
        assert handle["created"]["native"] == []
        print(f'{handle.get("sql", handle["kind"])}:',
              *(f'{frame["function"]}:{frame["line"]}' for frame in handle["created"]["python"]))
