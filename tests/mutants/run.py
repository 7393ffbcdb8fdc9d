"""Holds the checker to what it must find: every right program is silent, and nearly every
mutant of it (mutants.py) is found, by a rule that speaks of what was done to it.

    run.py LANYARD [NAME...]      all programs, or those named

Prints what was found of each kind, and each mutant that was missed. Exit code 1 where a right
program is not silent, a mutant does not compile, less than SHARE of them are found, or there
are too few to tell.
"""
import collections
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

import mutants

SHARE = 0.95
FEWEST = 60
HERE = os.path.dirname(os.path.realpath(__file__))


def lint(lanyard, program, files):
    """(rules found, "") or (None, why it could not be told)."""
    with tempfile.TemporaryDirectory() as folder:
        commands = []
        for name, text in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            if name.endswith((".c", ".cpp")):
                language = ["cc", "-std=c17"] if name.endswith(".c") else ["c++", "-std=c++20"]
                commands.append({"directory": folder, "file": path, "arguments": [
                    *language, *program.flags, "-pthread", "-I" + folder, "-c", path]})
        with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as out:
            json.dump(commands, out)
        command = [lanyard, "lint", "-j", "1", "-p", folder, "--policy", program.policy,
                   "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        return None, done.stderr.strip()
    return {finding["rule"] for finding in json.loads(done.stdout)["findings"]}, ""


def main():
    lanyard, *names = sys.argv[1:]
    root = os.path.dirname(os.path.dirname(HERE))
    programs = [each for each in mutants.programs(os.path.join(root, "tests"),
                                                  os.path.join(root, "testdata"))
                if not names or each.name in names]
    made = [mutant for each in programs for mutant in mutants.mutants(each)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        right = list(pool.map(lambda each: lint(lanyard, each, each.files),
                              {mutant.program.name: mutant.program for mutant in made}.values()))
        wrong = list(pool.map(lambda each: lint(lanyard, each.program, each.files), made))
    failed = False
    for program, (rules, error) in zip({each.program.name: each.program for each in made}.values(),
                                       right):
        if rules or error:
            failed = True
            print(f"{program.name} is right, but: {error or ', '.join(sorted(rules))}")
    found, total = collections.Counter(), collections.Counter()
    for mutant, (rules, error) in zip(made, wrong):
        if error:
            failed = True
            print(f"{mutant.program.name}, {mutant.name}: {error}")
            continue
        total[mutant.kind] += 1
        if rules & mutants.KINDS[mutant.kind]:
            found[mutant.kind] += 1
        else:
            print(f"missed: {mutant.program.name}, {mutant.name}, under {mutant.program.policy}"
                  f"{': ' + ', '.join(sorted(rules)) if rules else ''}")
    for kind, count in sorted(total.items()):
        print(f"{found[kind]:4} of {count:4}  {kind}")
    print(f"{found.total():4} of {total.total():4}  of all")
    if found.total() < SHARE * total.total() or (not names and total.total() < FEWEST):
        failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
