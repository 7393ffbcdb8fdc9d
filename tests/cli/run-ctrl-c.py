"""Ctrl-C on a terminal reaches the server once, and the report is printed all the same.

RUN: %python %s %lanyard %tests/cli/Inputs/server.py
"""

import os
import pty
import sys

lanyard, server = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:  # in a session of its own, with the terminal in control
    os.execv(lanyard, [lanyard, "run", "--color", "never", "--", "/usr/bin/python3", server])

output = b""
pressed = False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:  # the last process has closed its side
        break
    if not piece:
        break
    output += piece
    if b"ready" in output and not pressed:
        pressed = True
        os.write(terminal, b"\x03")
_, status = os.waitpid(child, 0)
text = output.decode()
assert pressed, text
assert text.count("got SIGINT") == 1, text
assert "got also" not in text, text
assert "lanyard: cross-thread-use: " in text, text
assert os.waitstatus_to_exitcode(status) == 66, (status, text)
