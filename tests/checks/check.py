"""Runs one fixture through every door, the clang-tidy plugin of each LLVM release and
`lanyard lint`, and compares what each says with the comments in the fixture.

    // finding: RULE: MESSAGE            expected on this line
    // finding(exclusive): RULE: MESSAGE the same, when run with --policy exclusive
    // step: ROLE: MESSAGE               a note; checked if the fixture has any

A comment that has a line to itself speaks of the next line of code. The fixture may be
several files; then what is expected is the sum of what they say.

A policy is judged by the link step, which knows no Clang: where another RUN line has the
fixture go through every release under `owner`, the stricter or laxer one takes the first.
"""
import argparse
import functools
import json
import os
import re
import subprocess
import sys
import tempfile

import libraries

COMMENT = re.compile(r"//\s*(finding(?:\((\w+)\))?|step):\s*([\w-]+):\s*(.*?)\s*(?=// (?:finding|step)|$)")
DIAGNOSTIC = re.compile(r"^(/[^:]+):(\d+):\d+: (warning|error|note): (.*)$")


def expectations(files, policy):
    """(findings, steps), each a sorted list of (file, line, rule or role, message)."""
    findings, steps = [], []
    for path in files:
        with open(path, encoding="utf-8") as source:
            lines = source.read().split("\n")
        for number, line in enumerate(lines, 1):
            target = number
            if line.lstrip().startswith("//"):
                while target < len(lines) and lines[target - 1].lstrip().startswith("//"):
                    target += 1
            for kind, asked, word, message in COMMENT.findall(line):
                item = (os.path.basename(path), target, word, message)
                if kind == "step":
                    steps.append(item)
                elif (asked or "owner") == policy:
                    findings.append(item)
    return sorted(findings), sorted(steps)


def role_of(message):
    """The role of a note, which clang-tidy does not tell apart."""
    if "is created here" in message:
        return "created"
    if message.startswith(("it goes to", "it comes from")):
        return "crosses"
    if message.startswith("used under"):
        return "guarded"
    if message.startswith("to mend it, "):
        return "advice"
    if re.match(r"(this thread|the new thread|another thread|the child) calls .* here$", message):
        return "calls"
    there = re.match(r"(used|closed) (on the new thread|in the child)|meanwhile", message)
    return "used_there" if there else "used_here"


def plugin(release, arguments, files, flags):
    """What one release's clang-tidy says with its plugin loaded."""
    clang_tidy, module = release
    findings, steps = set(), set()
    for path in files:
        command = [clang_tidy, "-load", module, "--quiet",
                   "--checks=-*,sqlite-*", "--header-filter=.*", path,
                   # As clang-tidy 14 wants it; later ones take a mapping too.
                   "--config={CheckOptions: [{key: Policy, value: %s}]}" % arguments.policy,
                   "--", *flags]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        for line in done.stdout.split("\n"):
            match = DIAGNOSTIC.match(line)
            if not match:
                continue
            file, number, level, message = match.groups()
            if level == "note" and message.startswith("alternatively, "):
                continue  # an edit: see fix_notes.test
            if level == "note":
                steps.add((os.path.basename(file), int(number), role_of(message), message))
                continue
            rule = re.match(r"(.*) \[([\w-]+)\]$", message)
            findings.add((os.path.basename(file), int(number), rule[2], rule[1]))
    return sorted(findings), sorted(steps)


def lint(arguments, files, flags):
    """What `lanyard lint` says of a compile database with these files."""
    with tempfile.TemporaryDirectory() as folder:
        commands = [{"directory": os.path.dirname(path), "file": path,
                     "arguments": ["cc" if path.endswith(".c") else "c++", *flags, "-c", path]}
                    for path in files]
        with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as out:
            json.dump(commands, out)
        command = [arguments.lanyard, "lint", "-p", folder, "--policy", arguments.policy]
        chosen = reported([*command], os.path.join(folder, "result.json"))
        if len(files) > 1 and chosen != reported([*command, "--all"],
                                                 os.path.join(folder, "all.json")):
            sys.exit(f"{' '.join(command)}: with --all it finds something else")
        return chosen


def facts_and_link(arguments, files, flags):
    """What `lanyard link` says of the files that `lanyard facts` writes, with the last first."""
    with tempfile.TemporaryDirectory() as folder:
        written = []
        for path in files:
            written.insert(0, os.path.join(folder, os.path.basename(path) + ".facts"))
            command = [arguments.lanyard, "facts", path, "-o", written[0], "--", *flags]
            done = subprocess.run(command, capture_output=True, text=True, check=False,
                                  cwd=os.path.dirname(files[0]))
            if done.returncode != 0:
                sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return reported([arguments.lanyard, "link", "--policy", arguments.policy, *written],
                        os.path.join(folder, "result.json"))


def reported(command, result):
    """What a command of the checker says, in the JSON that it writes to the file `result`."""
    command += ["--format", "json", "-o", result]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    with open(result, encoding="utf-8") as source:
        told = json.load(source)["findings"]
    findings, steps = set(), set()
    for each in told:
        findings.add((os.path.basename(each["where"]["file"]), each["where"]["line"],
                      each["rule"], each["message"]))
        for step in each["steps"]:
            steps.add((os.path.basename(step["where"]["file"]), step["where"]["line"],
                       step["role"].replace(" ", "_"), step["message"]))
    if bool(told) != (done.returncode == 1):
        sys.exit(f"{' '.join(command)}: {len(told)} findings, exit code {done.returncode}")
    return sorted(findings), sorted(steps)


def releases(arguments, sources):
    """The (clang-tidy, plugin) pairs that the fixture goes through, by their release."""
    pairs = {re.search(r"lanyard-tidy-(\d+)", module)[1]: (clang_tidy, module)
             for clang_tidy, module in zip(arguments.clang_tidy, arguments.plugin)}
    for release in arguments.without:
        pairs.pop(release, None)
    with open(sources[0], encoding="utf-8") as source:
        runs = re.findall(r"RUN: %check\b(.*)", source.read())
    if arguments.policy != "owner" and any("--policy" not in run for run in runs):
        return dict(list(pairs.items())[:1])
    return pairs


def compare(door, what, expected, seen):
    for item in seen:
        if item not in expected:
            print(f"{door}: unexpected {what}: {item}")
    for item in expected:
        if item not in seen:
            print(f"{door}: missing {what}: {item}")
    return expected == seen


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clang-tidy", action="append", required=True)
    parser.add_argument("--plugin", action="append", required=True,
                        help="one for each --clang-tidy, in the same order")
    parser.add_argument("--lanyard", required=True)
    parser.add_argument("--policy", default="owner")
    parser.add_argument("--std", default="")
    parser.add_argument("--define", action="append", default=[], help="a macro, as for -D")
    parser.add_argument("--openmp", action="store_true", help="heed OpenMP's pragmas")
    parser.add_argument("--blocks", action="store_true", help="know Clang's blocks")
    parser.add_argument("--without", action="append", default=[], metavar="RELEASE",
                        help="a release whose Clang cannot parse the fixture")
    parser.add_argument("--door", choices=["all", "lint"], default="all",
                        help="lint: several TUs, which the plugin sees one by one")
    parser.add_argument("--library", choices=sorted(libraries.REAL),
                        help="what the fixture uses: see libraries.py")
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    files = [os.path.realpath(path) for path in arguments.files]
    sources = [path for path in files if path.endswith((".c", ".cpp"))]
    standard = arguments.std or ("c17" if sources[0].endswith(".c") else "c++20")
    flags = [f"-std={standard}", "-pthread", f"-I{os.path.dirname(sources[0])}",
             *(f"-D{each}" for each in arguments.define)]
    if arguments.openmp:
        flags.append("-fopenmp")
    if arguments.blocks:
        flags.append("-fblocks")
    expected, expected_steps = expectations(files, arguments.policy)
    doors = {"lint": lint}
    if arguments.door == "all":
        for release, pair in releases(arguments, sources).items():
            doors[f"plugin {release}"] = functools.partial(plugin, pair)
    if arguments.door == "all" or len(sources) > 1:
        doors["facts and link"] = facts_and_link
    good = True
    real = libraries.installed(arguments.library)
    if real is not None:
        findings, _ = lint(arguments, sources, flags + real)
        good &= compare("lint, with the installed library", "finding", expected, findings)
    flags += libraries.stand_in(arguments.library)
    for name, door in doors.items():
        findings, steps = door(arguments, sources, flags)
        good &= compare(name, "finding", expected, findings)
        # What to do is the same for many findings: checked where a fixture says it.
        if not any(role == "advice" for _, _, role, _ in expected_steps):
            steps = [step for step in steps if step[2] != "advice"]
        if expected_steps:
            good &= compare(name, "step", expected_steps, steps)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
