"""Prints result files in a few words a line, and fails where one is not what it should be."""
import json
import os
import re
import sys

for path in sys.argv[1:]:
    pid = int(re.search(r"\.(\d+)(\.\d+)?\.jsonl$", path)[1])
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert text.endswith("\n"), path
    for line in text.splitlines():
        item = json.loads(line)
        if item["type"] == "start":
            exe = os.path.isabs(item["exe"])
            print("start", item["tool"], item["version"],
                  "pid=" + ("yes" if item["pid"] == pid else "no"), "exe=" + ("yes" if exe else "no"),
                  f"sqlite={item['sqlite']['version']} {item['sqlite']['path']}", item["policy"])
        elif item["type"] == "violation":
            handle, use, home = item["handle"], item["use"], item["home"]
            assert use["native"] and home["native"] and "module" in handle["caller"]
            assert use["thread"]["tid"] != home["thread"]["tid"]
            print("violation", item["id"], item["rule"], item["api"], item["count"], handle["kind"],
                  repr(handle.get("sql")), handle["connection"]["mode"],
                  "thread", use["thread"]["id"], "home", home["thread"]["id"], home["opened_by"])
        else:
            print(item["type"], item["counts"])
