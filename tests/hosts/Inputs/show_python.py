"""Prints the violations of result files by what Python knows of them: the two threads' names
and the innermost frames, and what made the interpreter make the call."""
import fileinput
import json
import os


def place(side):
    frame = side["python"][0]
    return (f'"{side["thread"]["name"]}" '
            f'{frame["function"]}@{os.path.basename(frame["file"])}:{frame["line"]}')


for line in fileinput.input(encoding="utf-8"):
    item = json.loads(line)
    if item["type"] == "violation":
        gc = " gc" if item.get("gc") else ""
        if "finalizer" in item:
            gc += f' in {item["finalizer"]}'
        print(f'{item["api"]}: {place(item["use"])} home {place(item["home"])}{gc}')
