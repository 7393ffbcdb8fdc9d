"""`lanyard report` on results that a stranger has written: every format is done in time, whatever files
they name; and what is printed where a build's log is read holds no command.

RUN: %python %s %lanyard %t
"""
import json
import os
import shutil
import subprocess
import sys

lanyard, work = sys.argv[1:]
shutil.rmtree(work, ignore_errors=True)
os.mkdir(work)
pipe = os.path.join(work, "pipe")
os.mkfifo(pipe)
SECRET = "lanyard-secret-4711"
FILES = [pipe, "/dev/zero", "/dev/tty", "/proc/self/environ", "/proc/kmsg", work, "/dev/stdin"]
COMMAND = "::error file=a.c::pwned"


def frame(file, build_id=""):
    return {"module": file, "build_id": build_id, "offset": 16, "function": "", "symbol": "_Z1fv",
            "file": file, "line": 1}


def side(number, file, **more):
    return {"thread": {"id": number, "name": COMMAND, "tid": number}, **more,
            "native": [frame(file), frame(file, "00ff"),
                       {**frame(file), "function": COMMAND, "line": 3}],
            "python": [{"function": COMMAND, "file": file, "line": 1}]}


def violation(number, file):
    return {"type": "violation", "id": number, "rule": "cross-thread-use", "api": "sqlite3_step",
            "count": 2**64 - 1, "use": side(2, file), "home": side(1, file),
            "handle": {"id": 1, "kind": "statement", "sql": f"\n{COMMAND}\r\n##[error]x",
                       "caller": frame(file), "connection": {"id": 1, "file": COMMAND, "mode": "x"}}}


def finding(file):
    place = {"file": file, "line": 2, "column": 1}
    return {"rule": "sqlite-handle-shared", "severity": "error", "half": "checker", "where": place,
            "message": f"##[command]{COMMAND}", "fingerprint": "",
            "steps": [{"role": "created", "where": place, "function": COMMAND, "message": COMMAND}]}


# A source file whose line reads as a command where the text shows it.
source = os.path.join(work, "::warning ::.cpp")
with open(source, "w", encoding="utf-8") as out:
    out.write(f"\n  {COMMAND}\n##[add-path]/tmp\n")
lines = [{"type": "start", "tool": "lanyard", "version": "0", "pid": 1, "exe": COMMAND,
          "policy": "owner", "sqlite": {"version": "3", "path": "x"}}]
lines += [violation(number, file) for number, file in enumerate([*FILES, source], 1)]
lines += [{"type": "end", "counts": {"violations": len(lines) - 1}}]
with open(f"{work}/run.jsonl", "w", encoding="utf-8") as out:
    out.writelines(json.dumps(line) + "\n" for line in lines)
with open(f"{work}/lint.json", "w", encoding="utf-8") as out:
    json.dump({"tool": {"name": "lanyard", "version": "0"}, "policy": "owner", "units": 1,
               "findings": [finding(file) for file in [*FILES, source]]}, out)

for results in (["run.jsonl"], ["lint.json"], ["run.jsonl", "lint.json"]):
    for name in ("text", "json", "sarif", "junit", "github", "gitlab", "html"):
        done = subprocess.run([lanyard, "report", "--format", name, *results], cwd=work,
                              capture_output=True, text=True, timeout=60, check=False,
                              stdin=subprocess.PIPE, env={**os.environ, "SECRET": SECRET})
        assert done.returncode == 1, (name, done.returncode, done.stderr)
        assert SECRET not in done.stdout, f"{name} shows a file that is no source"
        if name == "text":
            commands = [line for line in done.stdout.splitlines()
                        if line.lstrip().startswith("::") or "##[" in line]
            assert not commands, commands
            assert "lint.json" not in results or "  \\x3a:error" in done.stdout, done.stdout

# Nested without an end, and cut: one line, and status 2.
for text in ('{"findings":' + "[" * 1000000, '{"type":"start","x":' + '{"a":' * 1000000):
    with open(f"{work}/deep.json", "w", encoding="utf-8") as out:
        out.write(text)
    done = subprocess.run([lanyard, "report", "deep.json"], cwd=work, capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, (done.returncode, done.stderr)
