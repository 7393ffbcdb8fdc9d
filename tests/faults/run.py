"""Fails what the shim asks of the system, call by call, and holds the program to what it does alone.

    run.py [--seconds N] [--only NAME] BUILD CC

Each host runs once without the shim. Then it runs under build/lib/liblanyard-faults.so, see
faults.cpp, with the first call of the shim's failing in each way that it can, then the second, and
so on until none is left; and once more with all later calls of that function failing as well. The
program's output stays what it was and its status too, or becomes 66, which tells of violations. A
result file has whole lines and nothing that the undisturbed shim did not see. What the shim
cannot see any more it says.

With --seconds the calls are taken in an order that spreads them, until the time is up.
"""
import argparse
import json
import mmap
import os
import struct
import subprocess
import sys
import tempfile
import time

FORMAT = struct.Struct("<6Q32s")  # `Plan` of faults.cpp
CANNOT_SAY = {"write", "fcntl", "fstat"}  # without these nothing can be said on stderr
CANNOT_CUT = {"ftruncate", "fstat", "pwrite"}  # nor can half a line be cut off
HALF = "half a line at the end"


class Plan:
    """The file by which the shim under test learns what to fail."""

    def __init__(self, path):
        self.path = path
        with open(path, "wb") as file:
            file.write(bytes(FORMAT.size))
        self.file = open(path, "r+b")
        self.memory = mmap.mmap(self.file.fileno(), FORMAT.size)

    def write(self, at, how, for_good):
        self.memory[:] = FORMAT.pack(0, at, how, for_good, 0, 0, b"")

    def read(self):
        calls, _, _, _, ways, lasting, name = FORMAT.unpack(self.memory[:])
        return calls, ways, lasting, name.rstrip(b"\0").decode()


def run(command, environment):
    # It may neither wait for input nor for us.
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def results(folder):
    """The violations of all result files, as what must not be invented; complains of bad lines."""
    seen, complaints = set(), []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            text = file.read()
        os.unlink(os.path.join(folder, name))
        lines = text.split(b"\n")
        # What there was no room for is cut off, unless that fails as well.
        if lines.pop():
            complaints.append(HALF)
        for line in lines:
            try:
                item = json.loads(line)
            except ValueError:
                complaints.append(f"no JSON: {line[:80]}")
                continue
            if item["type"] == "violation":
                seen.add((item["rule"], item["api"]))
    return seen, complaints


class Host:
    """A program with the options that the shim gets."""

    def __init__(self, name, command, options, folder, shim):
        self.name = name
        self.command = command
        self.logs = os.path.join(folder, name)
        os.mkdir(self.logs)
        self.plan = Plan(os.path.join(folder, f"{name}.plan"))
        plain = {key: value for key, value in os.environ.items() if key != "LANYARD_OPTIONS"}
        self.environment = {
            **plain, "LD_PRELOAD": shim, "LANYARD_FAULTS": self.plan.path,
            "LANYARD_OPTIONS": options.replace("%logs", os.path.join(self.logs, "log"))}
        self.plain = run(command, plain)
        self.plan.write(0, 0, False)
        self.known = run(command, self.environment)
        self.total = self.plan.read()[0]
        self.violations, complaints = results(self.logs)
        self.runs = 0
        if not self.total or complaints or self.known[1] != self.plain[1]:
            sys.exit(f"{name}: undisturbed: {complaints} {self.plain} {self.known}")

    def complaints(self):
        try:
            status, out, err = run(self.command, self.environment)
        except subprocess.TimeoutExpired:
            return ["hangs"]
        self.runs += 1
        seen, wrong = results(self.logs)
        function = self.plan.read()[3]
        if function in CANNOT_CUT:
            wrong = [each for each in wrong if each != HALF]
        if out != self.plain[1]:
            wrong.append(f"other output: {out!r}")
        if status not in (self.plain[0], self.known[0]):
            wrong.append(f"status {status}")
        # In order, with the shim's own lines between them.
        rest = iter(err.splitlines())
        if not all(line in rest for line in self.plain[2].splitlines()):
            wrong.append(f"its stderr lacks lines: {err!r}")
        if not seen <= self.violations:
            wrong.append(f"invented {seen - self.violations}")
        is_told = status == self.known[0] or seen or "lanyard: " in err
        if not is_told and function not in CANNOT_SAY:
            wrong.append("nothing is said of what was not seen")
        return wrong

    def fail(self, at):
        """Fails one call in all its ways; returns how many went wrong."""
        how, ways, count = 0, 1, 0
        while how < ways:
            for for_good in (False, True):
                self.plan.write(at, how, for_good)
                wrong = self.complaints()
                _, ways, lasting, function = self.plan.read()
                if wrong:
                    count += 1
                    print(f"{self.name}: {function} (call {at}, way {how}"
                          f"{', for good' if for_good else ''}): {'; '.join(wrong)}", flush=True)
                if not lasting >> how & 1:
                    break
            how += 1
        return count


def spread(count):
    """1 to count, so that any first part of them is spread over the whole."""
    step = 1
    while step * 2 <= count:
        step *= 2
    seen = set()
    while step:
        for at in range(step, count + 1, step):
            if at not in seen:
                seen.add(at)
                yield at
        step //= 2


def hosts(folder, build, cc, only):
    source = os.path.dirname(os.path.abspath(__file__))
    inputs = os.path.join(source, "..", "hosts", "Inputs")
    shim = os.path.join(build, "lib", "liblanyard-faults.so")
    program = os.path.join(folder, "host")
    subprocess.run([cc, os.path.join(source, "host.c"), f"-I{inputs}", "-o", program, "-lsqlite3",
                    "-lpthread"], check=True)
    suppressions = os.path.join(folder, "suppressions")
    with open(suppressions, "w", encoding="utf-8") as file:
        file.write("cross-thread-use:sqlite3_bind_int\n")
    python = ["/usr/bin/python3", "-IS", os.path.join(inputs, "python_host.py")]
    table = [("text", [program, "wrong"], ""),
             ("file", [program, "wrong"], "log_path=%logs"),
             ("every-option", [program, "wrong"],
              f"log_path=%logs:sites=1:suppressions={suppressions}"),
             ("fork", [program, "fork"], "log_path=%logs"),
             ("python", python + ["wrong"], "log_path=%logs"),
             ("python-text", python + ["wrong"], ""),
             ("python-own", python, "log_path=%logs")]
    for name, command, options in table:
        if only in (None, name):
            yield Host(name, command, options, folder, shim)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--only")
    parser.add_argument("build")
    parser.add_argument("cc")
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        all_hosts = list(hosts(folder, arguments.build, arguments.cc, arguments.only))
        for nth, host in enumerate(all_hosts):
            start = time.monotonic()
            share = None
            if arguments.seconds:
                share = arguments.seconds / len(all_hosts)
            calls = 0
            for at in spread(host.total):
                if share and time.monotonic() - start > share:
                    break
                wrong += host.fail(at)
                calls += 1
            print(f"{host.name}: {calls} of {host.total} calls failed, {host.runs} runs, "
                  f"{time.monotonic() - start:.0f} s", flush=True)
    print(f"{wrong} wrong")
    sys.exit(wrong != 0)


main()
