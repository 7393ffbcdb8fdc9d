"""Prints what a result file tells of Python's refusals, one a line: how often, who tried where,
and whose connection it was or may have been."""
import json
import os
import sys


def place(side):
    frame = side["python"][0]
    return (f'"{side["thread"]["name"]}" '
            f'{frame["function"]}@{os.path.basename(frame["file"])}:{frame["line"]}')


def owner(connection, home):
    return f'{place(home)} {os.path.basename(connection["file"])}' if connection else "nowhere"


for line in open(sys.argv[1], encoding="utf-8"):
    item = json.loads(line)
    if item["type"] == "violation":
        assert item["rule"] == "python-refused"
        print(f'{item["api"]} x{item["count"]}: {place(item["use"])} home',
              owner(item["handle"]["connection"], item["home"]),
              *("or " + owner(other["connection"], other["home"])
                for other in item.get("candidates", [])))
