"""Prints the violations of result files by what they say of a fork: who forked, how, and the
innermost function of the place, Python's first. The parent must have reported nothing."""
import json
import os
import re
import sys


def place(fork):
    if fork["python"]:
        frame = fork["python"][0]
        return f'{frame["function"]}@{os.path.basename(frame["file"])}:{frame["line"]}'
    if fork["native"]:
        frame = fork["native"][0]
        return frame["symbol"] or f'{os.path.basename(frame["module"])}+?'
    return "nowhere"


processes = {}
for path in sys.argv[1:]:
    pid = int(re.search(r"\.(\d+)(\.\d+)?\.jsonl$", path)[1])
    with open(path, encoding="utf-8") as file:
        processes[pid] = [json.loads(line) for line in file]
for pid, lines in sorted(processes.items()):
    assert lines[0]["type"] == "start" and lines[0]["pid"] == pid, lines[0]
    assert lines[-1]["type"] == "end", lines[-1]
    for item in lines:
        if item["type"] != "violation":
            continue
        if "fork" not in item:
            print(item["rule"], item["api"])
            continue
        fork = item["fork"]
        whose = "the parent" if fork["pid"] in processes and fork["pid"] != pid else "a stranger"
        exits = " at exit" if item["at_exit"] else ""
        print(item["rule"], item["api"], item["handle"]["kind"], "via", fork["via"], "at",
              place(fork), "of", whose + exits)
