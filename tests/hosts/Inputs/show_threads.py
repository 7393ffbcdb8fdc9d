"""Prints the violations of result files by what they say of the two threads: names, whether they
have ended, and who started them. The innermost Python frame says where, or else the innermost
native one that has a symbol and is not of a library that starts threads for others."""
import json
import os
import sys


def place(started):
    if started["python"]:
        frame = started["python"][0]
        return f'{frame["function"]}@{os.path.basename(frame["file"])}:{frame["line"]}'
    for frame in started["native"]:
        module = os.path.basename(frame["module"])
        if frame["symbol"] and not module.startswith(("libstdc++", "libc.")):
            return frame["symbol"]
    return "nowhere"


def describe(thread):
    text = f'"{thread["name"]}"' + (" ended" if thread.get("ended") else "")
    if "started" not in thread:
        return text
    started = thread["started"]
    assert started["thread"]["id"] and started["thread"]["tid"], started
    runs = started["entry"]["symbol"] or os.path.basename(started["entry"]["module"])
    return f'{text} runs {runs} started by "{started["thread"]["name"]}" in {place(started)}'


for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        item = json.loads(line)
        if item["type"] == "violation":
            print(item["api"], "home", describe(item["home"]["thread"]), "used by",
                  describe(item["use"]["thread"]))
