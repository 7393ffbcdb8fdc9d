"""Holds the JSON and SARIF reports of testdata/joined to what they should say of each file.

    check_joined.py REPORT.json REPORT.sarif FILE=EVIDENCE|REASON|...

Findings point to these FILEs and to no other, and all that points to one says the same: where two
threads meet inside a connection by chance, that is a second violation. FILE= is for findings of
which nothing is said.
"""

import json
import os
import pathlib
import sys

report, sarif, *words = sys.argv[1:]
expected = dict(word.split("=") for word in words)


def said_in_json(finding):
    if finding["half"] == "checker":
        return (finding["join"] or {}).get("evidence")
    return (finding["why_unseen"] or {}).get("reason")


def said_in_sarif(result):
    properties = result.get("properties", {})
    return properties.get("evidence") or properties.get("whyUnseen", {}).get("reason")


found = {}
for finding in json.loads(pathlib.Path(report).read_text())["findings"]:
    found.setdefault(os.path.basename(finding["where"]["file"]), []).append(said_in_json(finding))
in_sarif = {}
for result in json.loads(pathlib.Path(sarif).read_text())["runs"][0]["results"]:
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    in_sarif.setdefault(os.path.basename(uri), []).append(said_in_sarif(result))
    innermost = {
        stack["frames"][0]["location"]["logicalLocations"][0]["fullyQualifiedName"]
        for stack in result.get("stacks", [])
    }
    if said_in_sarif(result) == "confirmed":
        assert innermost & {"insert", "look_up", "start_thread"}, innermost
    else:
        assert not innermost, innermost

wanted = {file: {word or None} for file, word in expected.items()}
for name, said in (("JSON", found), ("SARIF", in_sarif)):
    said = {file: set(words) for file, words in said.items()}
    assert said == wanted, f"{name} says {said}, not {wanted}"
