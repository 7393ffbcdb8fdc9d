"""`lanyard lint` reads a file again when something that it depends on has changed, and only then.

RUN: %python %s %lanyard %tests/cli/Inputs/lint %t
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

lanyard, inputs, work = sys.argv[1:]
shutil.rmtree(work, ignore_errors=True)
source, build = os.path.join(work, "src"), os.path.join(work, "b u$ld")
shutil.copytree(inputs, source)
os.mkdir(build)


def database(*names, flags=()):
    commands = [{"directory": source, "file": name, "arguments": ["cc", *flags, "-c", name]}
                for name in names]
    with open(f"{build}/compile_commands.json", "w", encoding="utf-8") as out:
        json.dump(commands, out)


def write(name, text):
    with open(os.path.join(source, name), "w", encoding="utf-8") as out:
        out.write(text)


def lint(*options, code=1):
    """What ran, in Ninja's words, and what was said on stdout and stderr."""
    done = subprocess.run([lanyard, "lint", "-p", build, *options], capture_output=True, text=True,
                          check=False, timeout=300)
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    with open(f"{build}/.lanyard/ninja.log", encoding="utf-8") as log:
        ran = sorted(re.findall(r"^\[\d+/\d+\] (.*)$", log.read(), re.M))
    return ran, done.stdout, done.stderr


def touch(name):
    os.utime(os.path.join(source, name))


# Cold, all of it; then nothing; then what is asked of the link alone.
database("open.c", "work.c")
ran, cold, _ = lint()
assert ran == ["facts open.c", "facts work.c", "link"], ran
ran, again, said = lint()
assert ran == [] and again == cold and said == "", (ran, again, said)
ran, _, _ = lint("--policy", "serialized", code=0)
assert ran == ["link"], ran
# A format is none of its business.
ran, _, _ = lint("--policy", "serialized", "--format", "json", code=0)
assert ran == [], ran

# A header that both include, touched: both, but their facts are the same.
lint()
touch("work.h")
ran, again, _ = lint()
assert ran == ["facts open.c", "facts work.c"] and again == cold, ran
# A file that says something else.
with open(f"{source}/work.c", encoding="utf-8") as text:
    was = text.read()
write("work.c", "\n" + was)
ran, moved, _ = lint()
assert ran == ["facts work.c", "link"] and moved != cold, ran
write("work.c", was)
ran, again, _ = lint()
assert ran == ["facts work.c", "link"] and again == cold, ran

# Other flags, other rules, and back.
database("open.c", "work.c", flags=["-DNDEBUG"])
ran, again, _ = lint()
assert ran == ["facts open.c", "facts work.c"] and again == cold, ran
write(".lanyard.yaml", "locks:\n  - {call: take_it, takes: 0}\n")
ran, again, _ = lint()
assert ran == ["facts open.c", "facts work.c", "link"] and again == cold, ran
os.remove(f"{source}/.lanyard.yaml")
lint()

# What does not parse is told each time, and read again when that may have changed.
def unparsed(name, what, mend, flags=()):
    """A source that fails for one reason, which is told twice, until `mend` takes it away."""
    database("open.c", "work.c", name, flags=flags)
    ran, _, said = lint(code=2)
    assert f"facts {name}" in ran and what in said, (ran, said)
    ran, _, again = lint(code=2)
    assert ran == [] and again == said, (ran, again, said)
    mend()
    ran, _, said = lint(code=1)
    assert f"facts {name}" in ran and said == "", (ran, said)


database("open.c", "work.c", "broken.c")
ran, _, said = lint(code=2)
assert "facts broken.c" in ran and "'no_such_header.h' file not found" in said, (ran, said)
ran, _, again = lint(code=2)
assert ran == [] and again == said, (ran, again)
write("no_such_header.h", "#error not yet\n")
ran, _, said = lint(code=2)
assert ran == ["facts broken.c", "link"] and "not yet" in said, (ran, said)
ran, _, again = lint(code=2)
assert ran == [] and again == said, (ran, again)
write("no_such_header.h", "")
ran, _, said = lint()
assert ran == ["facts broken.c", "link"] and said == "", (ran, said)


def generate():
    os.makedirs(f"{source}/out/made")
    write("out/made/made.h", "")


# A header that comes with its folder; one next to who includes it, whatever a #line says.
USES = "#include <sqlite3.h>\nvoid %s(sqlite3* db) { sqlite3_close(db); }\n"
write("parser.c", '#line 1 "/elsewhere/parser.y"\n#include <made.h>\n' + USES % "parse")
unparsed("parser.c", "'made.h' file not found", generate, ["-Iout/made"])
os.makedirs(f"{source}/sub")
write("sub/near.h", '#line 1 "/elsewhere/near.y"\n#include "nearer.h"\n')
write("near.c", '#include "sub/near.h"\n' + USES % "near")
unparsed("near.c", "'nearer.h' file not found", lambda: write("sub/nearer.h", ""))
# The source itself, and a command that Clang does not understand.
unparsed("late.c", "late.c", lambda: write("late.c", USES % "late"))
unparsed("late.c", "unknown argument", lambda: database("open.c", "work.c", "late.c"),
         ["--no-such-option"])

# An action that is killed costs its file's facts, and one line; it is tried again.
database("open.c", "work.c")
lint()
killer = os.path.join(work, "killer")
with open(killer, "w", encoding="utf-8") as out:
    out.write('#!/bin/sh\ncase "$*" in *"/work.c "*) kill -SEGV $$ ;; esac\nexec "$@"\n')
os.chmod(killer, 0o755)
for _ in range(2):
    ran, text, said = lint("--launcher", f"nice '{killer}'", code=2)
    assert "facts work.c" in ran and "nothing found" in text, (ran, text)
    assert re.fullmatch(r"lanyard lint: .*/work\.c: the action .* killed by signal 11 .*\n",
                        said), said
_, again, _ = lint()
assert again == cold, again
_, _, said = lint("--launcher", "'nice", code=2)
assert said == "lanyard lint: --launcher 'nice has no closing '\n", said

# Garbage where our files should be is made again.
for name in os.listdir(f"{build}/.lanyard"):
    path = f"{build}/.lanyard/{name}"
    if name != "lock" and os.path.isfile(path):
        with open(path, "wb") as out:
            out.write(b"\x00garbage\n")
_, again, _ = lint()
assert again == cold, again

# Nowhere to write: it works all the same, and says so in one line.
shutil.rmtree(f"{build}/.lanyard")
write("../b u$ld/.lanyard", "")
done = subprocess.run([lanyard, "lint", "-p", build], capture_output=True, text=True, check=False,
                      timeout=300)
assert done.returncode == 1 and done.stdout == cold, done
assert re.fullmatch(r"lanyard lint: cannot write .*/\.lanyard: .*; nothing is kept for the next "
                    r"run\n", done.stderr), done.stderr
os.remove(f"{build}/.lanyard")

# Without Ninja there is a line that says what to install.
done = subprocess.run([lanyard, "lint", "-p", build], capture_output=True, text=True, check=False,
                      env={"PATH": work}, timeout=300)
assert done.returncode == 2 and done.stderr == (
    "lanyard lint: cannot run 'ninja': there is no such command in PATH; install it (Debian's "
    "package is ninja-build)\n"), done

# Ctrl-C stops it: nothing is half written, and the next run goes on. A second lint waits meanwhile.
shutil.rmtree(f"{build}/.lanyard")
started = os.path.join(work, "started")
with open(killer, "w", encoding="utf-8") as out:
    out.write(f'#!/bin/sh\ncase "$*" in *"/work.c "*) touch "{started}"; sleep 100 ;; esac\n'
              'exec "$@"\n')
first = subprocess.Popen([lanyard, "lint", "-p", build, "-j", "1", "--launcher", killer],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                         start_new_session=True)
deadline = time.monotonic() + 120
while not os.path.exists(started):
    assert time.monotonic() < deadline and first.poll() is None, first.communicate()
    time.sleep(0.02)
second = subprocess.Popen([lanyard, "lint", "-p", build], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
assert "another lanyard lint works in" in second.stderr.readline()
assert second.poll() is None
os.killpg(first.pid, signal.SIGINT)
text, said = first.communicate(timeout=60)
assert (first.returncode, text, said) == (130, "", ""), (first.returncode, text, said)
text, said = second.communicate(timeout=300)
assert (second.returncode, text, said) == (1, cold, ""), (second.returncode, text, said)
left = [name for name in os.listdir(f"{build}/.lanyard/facts")
        if not name.endswith((".facts", ".facts.where"))]
assert left == [], left
