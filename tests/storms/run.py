"""Runs the storms of storm.c, plainly and under the shim, and holds the second to the first.

    run.py [--seconds N] [--seed N] [--only NAME] BUILD CC

Each has its share of the seconds. Output and status are the plain run's, or the status is 66 where the
process breaks a rule on purpose. Result files of processes that are killed at random moments have
whole lines, are read by `lanyard report`, and tell nothing that did not happen.
"""
import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

PLAIN = 5  # the status of storm.c
# name, status under the shim, and whether it breaks a rule
STORMS = [("forks", PLAIN, True),  # in children, whose status is their own
          ("ends", PLAIN, False), ("threads", PLAIN, False), ("signals", 66, True),
          ("loads", PLAIN, False)]


class Bench:
    def __init__(self, build, cc, folder):
        source = os.path.dirname(os.path.abspath(__file__))
        self.shim = os.path.join(build, "lib", "liblanyard.so")
        self.lanyard = os.path.join(build, "bin", "lanyard")
        self.folder = folder
        self.program = os.path.join(folder, "storm")
        self.plugin = os.path.join(folder, "plugin.so")
        flags = ["-O1", f"-I{source}/../hosts/Inputs", "-lsqlite3", "-lpthread", "-ldl"]
        subprocess.run([cc, f"{source}/storm.c", "-o", self.program, *flags], check=True)
        subprocess.run([cc, f"{source}/plugin.c", "-shared", "-fPIC", "-o", self.plugin, *flags],
                       check=True)

    def start(self, name, seconds, options=None):
        environment = {key: value for key, value in os.environ.items() if key != "LANYARD_OPTIONS"}
        if options is not None:
            environment.update(LD_PRELOAD=self.shim, LANYARD_OPTIONS=options)
        return subprocess.Popen([self.program, name, str(seconds), self.plugin], env=environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def run(self, name, seconds, options=None):
        process = self.start(name, seconds, options)
        try:
            out, err = process.communicate(timeout=seconds * 4 + 120)
        except subprocess.TimeoutExpired:
            process.kill()
            return "hangs", *process.communicate()
        return process.returncode, out, err


def rounds(err):
    lines = [line for line in err.splitlines() if line.endswith(" rounds")]
    return lines[-1] if lines else f"no rounds: {err[-200:]!r}"


def storm(bench, name, wanted, breaks_rule, seconds):
    plain = bench.run(name, min(seconds / 4, 2))
    log = os.path.join(bench.folder, name)
    status, out, err = bench.run(name, seconds, f"log_path={log}")
    files = [each for each in os.listdir(bench.folder) if each.startswith(f"{name}.")]
    complaints = []
    if plain[0] != PLAIN:
        complaints.append(f"fails without the shim: {plain}")
    if (status, out) != (wanted, plain[1]):
        complaints.append(f"{plain[:2]} without the shim, {(status, out)} under it: {err[-500:]}")
    if not files:
        complaints.append("no result file: the shim saw nothing")
    for each in files:
        with open(os.path.join(bench.folder, each), encoding="utf-8") as file:
            for line in file:
                item = json.loads(line)
                if item["type"] == "violation" and not breaks_rule:
                    complaints.append(f"invented: {line[:300]}")
        os.unlink(os.path.join(bench.folder, each))
    print(f"{name}: {seconds:.0f} s, {rounds(err)}, {len(files)} processes with results"
          f"{': ' if complaints else ''}{'; '.join(complaints)}", flush=True)
    return bool(complaints)


def kills(bench, seconds):
    """Kills processes that write results, at random moments, and has the rest read."""
    known = {("cross-thread-use", "sqlite3_bind_int"), ("cross-thread-use", "sqlite3_reset"),
             ("concurrent-use", "sqlite3_bind_int"), ("concurrent-use", "sqlite3_reset"),
             ("cross-thread-use", "sqlite3_prepare_v2")}
    wrong = number = cut = empty = 0
    stop = time.monotonic() + seconds
    while time.monotonic() < stop:
        number += 1
        log = os.path.join(bench.folder, "kills")
        process = bench.start("violations", 30, f"log_path={log}")
        time.sleep(random.uniform(0, 0.08))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        path = f"{log}.{process.pid}.jsonl"
        if not os.path.exists(path):
            empty += 1
            continue
        with open(path, "rb") as file:
            text = file.read()
        whole = text[:text.rfind(b"\n") + 1]
        cut += whole != text
        report = subprocess.run([bench.lanyard, "report", "--format", "json", path],
                                capture_output=True, text=True, timeout=60)
        try:
            findings = json.loads(report.stdout)["findings"]
            seen = {(each["rule"], each["api"]) for each in findings}
            lines = [json.loads(line) for line in whole.splitlines()]
            is_right = seen <= known and len(findings) <= sum(
                line["type"] == "violation" for line in lines)
            # A process that was killed before its first line has told nothing.
            is_right = is_right and report.returncode == (1 if findings else 0 if lines else 2)
        except (ValueError, KeyError):
            is_right = not whole and report.returncode == 2
        if not is_right:
            wrong += 1
            print(f"kills: {report.returncode} {report.stderr} {text[-300:]!r}")
        os.unlink(path)
    print(f"kills: {seconds:.0f} s, {number} processes, {empty} before their file was there, "
          f"{cut} with a line that was cut, {wrong} wrong", flush=True)
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("build")
    parser.add_argument("cc")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    wanted = [each for each in [*STORMS, ("kills",)] if arguments.only in (None, each[0])]
    if not wanted:
        sys.exit(f"there is no storm '{arguments.only}'")
    share = arguments.seconds / len(wanted)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(arguments.build, arguments.cc, folder)
        for name, *how in wanted:
            wrong += kills(bench, share) if name == "kills" else storm(bench, name, *how, share)
    sys.exit(wrong != 0)


main()
