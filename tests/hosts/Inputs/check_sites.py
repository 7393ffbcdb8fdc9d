"""Holds the call sites that processes listed to the lines of a source that it marks.

    check_sites.py LANYARD SOURCE WORD:WORD RESULT.jsonl...

Each mark is `// site: WORD`. The first word's lines, and `end` where there is no second, are the
first process's, the second word's the second's; each is listed once in its file.
"""

import json
import os
import re
import subprocess
import sys

lanyard, source, words, *results = sys.argv[1:]
words = [word for word in words.split(":") if word]
groups = [{words[0]} | ({"end"} if len(words) == 1 else set()), *({word} for word in words[1:])]
marks = {}
with open(source, encoding="utf-8") as lines:
    for number, line in enumerate(lines, 1):
        if marked := re.search(r"// site: (\w+)$", line):
            marks[number] = marked[1]
assert len(results) == len(groups), results


def first_pid(path):
    with open(path, encoding="utf-8") as lines:
        return json.loads(next(lines))["pid"]


for path, group in zip(sorted(results, key=first_pid), groups):
    report = subprocess.run([lanyard, "report", "--format", "json", path], capture_output=True,
                            text=True, check=False).stdout
    with open(path, encoding="utf-8") as file:
        listed = [json.loads(line) for line in file if '"type":"site"' in line]
    frames = [site["frames"][0] for site in json.loads(report)["sites"]]
    seen = [frame["line"] for frame in frames
            if os.path.basename(frame["file"]) == os.path.basename(source)]
    expected = sorted(number for number, word in marks.items() if word in group)
    assert sorted(seen) == expected, f"{path} lists lines {sorted(seen)}, not {expected}"
    assert len(listed) == len(expected), listed
