"""Reads a log as the runner of GitHub's Actions does, and prints its annotations.

    read_github.py FILE    one line each: COMMAND FILE:LINE:COL TITLE: MESSAGE, as JSON strings

A command is a line that begins, after blanks, with `::NAME PROPERTIES::`, or has the older
`##[NAME PROPERTIES]` anywhere. It fails on a command that is not ours: on error, warning and
notice alone, on properties that the runner does not know, and on a line with the older form.
"""

import json
import re
import sys

KNOWN = {"file", "line", "endLine", "col", "endColumn", "title"}


def back(text, names):
    # In the order of the runner's tables: %25 comes last, or %250A would become a line's end.
    for name in names:
        text = text.replace("%" + name, chr(int(name, 16)))
    return text


def parse(line):
    line = line.lstrip()
    if not line.startswith("::"):
        return None
    end = line.find("::", 2)
    if end < 0:
        return None
    name, _, words = line[2:end].partition(" ")
    properties = {}
    for word in words.strip().split(","):
        key, equals, value = word.partition("=")
        if equals and value:
            properties[key.strip()] = back(value, ["0D", "0A", "3A", "2C", "25"])
    return name, properties, back(line[end + 2:], ["0D", "0A", "25"])


with open(sys.argv[1], "rb") as file:
    log = file.read().decode("utf-8")
for line in re.split("\r\n|\r|\n", log):
    command = parse(line)
    if command is None:
        if "##[" in line or line.lstrip().startswith("::"):
            sys.exit(f"not a command of ours: {line!r}")
        continue
    name, properties, message = command
    if name not in {"error", "warning", "notice"} or not set(properties) <= KNOWN:
        sys.exit(f"not a command of ours: {line!r}")
    if not message or not properties.get("title"):
        sys.exit(f"without message or title: {line!r}")
    place = ":".join(properties.get(key, "-") for key in ("file", "line", "col"))
    print(name, json.dumps(place), properties["title"] + ":", json.dumps(message))
