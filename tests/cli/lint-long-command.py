"""`lanyard lint` copes with commands that are longer than the system lets one argument be.

Ninja gives the shell a command in one argument, of which Linux allows 128 KiB: such a command goes
into a response file, and its words come out of it as they were.

RUN: %python %s %lanyard %tests/cli/Inputs/lint %t
"""
import json
import os
import re
import shutil
import subprocess
import sys

lanyard, inputs, work = sys.argv[1:]
shutil.rmtree(work, ignore_errors=True)
shutil.copytree(inputs, f"{work}/src")
os.mkdir(f"{work}/build")
TEXT = r'"it\'s \\ a \"$HOME\" `of` #many	words"'
with open(f"{work}/src/open.c", "a", encoding="utf-8") as source:
    source.write(f'_Static_assert(__builtin_strcmp(TEXT, {TEXT}) == 0, "TEXT is another");\n')


def lint(*flags, code=1):
    """What ran, and what was said."""
    commands = [{"directory": f"{work}/src", "file": name,
                 "arguments": ["cc", *flags, f"-DTEXT={TEXT}", "-c", name]}
                for name in ("open.c", "work.c")]
    with open(f"{work}/build/compile_commands.json", "w", encoding="utf-8") as out:
        json.dump(commands, out)
    done = subprocess.run([lanyard, "lint", "-p", f"{work}/build"], capture_output=True, text=True,
                          check=False, timeout=300)
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    with open(f"{work}/build/.lanyard/ninja.log", encoding="utf-8") as log:
        return sorted(re.findall(r"^\[\d+/\d+\] (.*)$", log.read(), re.M)), done.stdout, done.stderr


_, found, said = lint()
assert "[sqlite-handle-shared]" in found and said == "", (found, said)
LONG = [f"-DUNUSED_{i}={'x' * 1000}" for i in range(200)]
assert lint(*LONG) == (["facts open.c", "facts work.c"], found, "")
assert lint(*LONG) == ([], found, "")
# One word of many changes.
assert lint(*LONG, "-DSAID") == (["facts open.c", "facts work.c"], found, "")
