"""Signals that are sent to lanyard go on to the command, each once.

RUN: %python %s %lanyard %tests/cli/Inputs/server.py
"""

import signal
import subprocess
import sys

lanyard, server = sys.argv[1:]
process = subprocess.Popen([lanyard, "run", "--", "/usr/bin/python3", server, "SIGTERM"],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def expect(line):
    got = process.stdout.readline().strip()
    assert got == line, (got, line)


expect("ready")
for sent in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2,
             signal.SIGTERM):
    process.send_signal(sent)
    expect(f"got {sent.name}")
rest, report = process.communicate()
assert rest == "", rest
assert "lanyard: cross-thread-use: " in report, report
assert process.returncode == 66, process.returncode
