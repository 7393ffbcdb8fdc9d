"""Signals that are sent to lanyard go on to the command, each once.

RUN: %python %s %lanyard %tests/cli/Inputs/server.py
"""

import signal
import subprocess
import sys

lanyard, server = sys.argv[1:]


def expect(process, line):
    got = process.stdout.readline().strip()
    assert got == line, (got, line)


for last in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
    process = subprocess.Popen([lanyard, "run", "--", "/usr/bin/python3", server], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    expect(process, "ready")
    for sent in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP, last):
        process.send_signal(sent)
        expect(process, f"got {sent.name}")
    rest, report = process.communicate()
    assert rest == "", rest
    assert "lanyard: cross-thread-use: " in report, report
    assert process.returncode == 66, process.returncode
