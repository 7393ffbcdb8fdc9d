"""Holds what Lanyard reported against what the sources say it should.

A line that ends in `// finding: RULE` must have a static finding of that rule, and one that ends
in `// violation: RULE` must be in the stack of a use that the runtime reported. Nothing else may
be reported, but that such a use met another thread inside the connection: that is chance.

    expected.py findings FOLDER LINT.json
    expected.py tidy FOLDER OUTPUT.txt FILE...
    expected.py violations FOLDER RUN.json
    expected.py joined FOLDER JOINED.json
    expected.py flask FORM RUN.json
"""

import json
import pathlib
import re
import sys


def marked(folder, word, files=None):
    """The (file name, line, rule) of each mark `// WORD: RULE` in the folder's sources."""
    marks = set()
    for path in sorted(pathlib.Path(folder).glob("*.cpp")):
        if files and path.name not in files:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            mark = re.search(rf"// {word}: ([a-z-]+)", line)
            if mark:
                marks.add((path.name, number, mark.group(1)))
    return marks


def compare(expected, reported):
    for name, line, rule in sorted(expected - reported):
        print(f"missing: {name}:{line}: {rule}")
    for name, line, rule in sorted(reported - expected):
        print(f"unexpected: {name}:{line}: {rule}")
    return expected == reported and bool(expected)


def findings(folder, report):
    reported = {
        (pathlib.Path(finding["where"]["file"]).name, finding["where"]["line"], finding["rule"])
        for finding in json.loads(pathlib.Path(report).read_text())["findings"]
    }
    return compare(marked(folder, "finding"), reported)


def tidy(folder, output, *files):
    pattern = re.compile(r"^(\S+):(\d+):\d+: \w+: .* \[([a-z-]+)\]$", re.MULTILINE)
    reported = {
        (pathlib.Path(file).name, int(line), rule)
        for file, line, rule in pattern.findall(pathlib.Path(output).read_text())
    }
    return compare(marked(folder, "finding", files), reported)


def places_of(side):
    """The (file name, line) of each native frame of a side of a finding, which may be None."""
    return [
        (pathlib.Path(frame.get("file") or "").name, frame.get("line"))
        for frame in (side or {}).get("native", [])
    ]


def violations(folder, report):
    marks = marked(folder, "violation")
    by_place = {(name, line): rule for name, line, rule in marks}
    seen = set()
    complete = True
    for finding in json.loads(pathlib.Path(report).read_text())["findings"]:
        places = places_of(finding["use"])
        both = places + places_of(finding["other"])
        if finding["rule"] == "concurrent-use" and any(place in by_place for place in both):
            continue
        hits = {(*place, by_place[place]) for place in places if place in by_place}
        hits = {hit for hit in hits if hit[2] == finding["rule"]}
        if not hits:
            print(f"unexpected: {finding['rule']}: {finding['api']} at {places}")
            complete = False
        seen |= hits
    return compare(marks, seen) and complete


def joined(folder, report):
    """The run confirms every finding but the one whose last call it had no cause to make."""
    said = {
        (pathlib.Path(finding["where"]["file"]).name, finding["where"]["line"], finding["rule"],
         (finding["join"] or finding["why_unseen"] or {}).get("evidence"))
        for finding in json.loads(pathlib.Path(report).read_text())["findings"]
    }
    expected = {
        (*mark, "exercised" if mark[2] == "sqlite-connection-state" else "confirmed")
        for mark in marked(folder, "finding")
    }
    for each in sorted(expected ^ said, key=str):
        print("missing:" if each in expected else "unexpected:", *each)
    return said == expected


def flask(form, report):
    reported = json.loads(pathlib.Path(report).read_text())["findings"]
    if form == "mended":
        return not reported
    for finding in reported:
        home = {frame["function"] for frame in finding["home"]["python"]}
        use = {frame["function"] for frame in finding["use"]["python"]}
        threads = [finding[side]["thread"]["name"] for side in ("home", "use")]
        if "_finalize_fairy" in use and any("list_puppies" in name for name in home) and all(threads):
            print(f"opened by thread {threads[0]}, in list_puppies; rolled back by {threads[1]}")
            return True
    print("no report names both the request handler and SQLAlchemy's _finalize_fairy")
    return False


if __name__ == "__main__":
    verbs = {check.__name__: check for check in (findings, tidy, violations, joined, flask)}
    sys.exit(0 if verbs[sys.argv[1]](*sys.argv[2:]) else 1)
