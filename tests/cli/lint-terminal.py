"""On a terminal lint shows Ninja's progress, and nothing else of Ninja's.

RUN: %python %s %lanyard %tests/cli/Inputs %t
"""
import os
import pty
import re
import shutil
import subprocess
import sys

lanyard, inputs, work = sys.argv[1:]
shutil.rmtree(work, ignore_errors=True)
subprocess.run([sys.executable, f"{inputs}/compile_commands.py", work, f"{inputs}/lint/open.c",
                f"{inputs}/lint/work.c"], check=True)


def lint():
    """What the terminal shows, and the exit code."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "dumb"  # each line of the progress stays
        os.execv(lanyard, [lanyard, "lint", "-p", work, "--color", "never"])
    output = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the last process has closed its side
            break
        if not piece:
            break
        output += piece
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return output.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)


shown, code = lint()
assert code == 1 and "[sqlite-handle-shared]" in shown, (code, shown)
progress = re.findall(r"^\[\d+/3\] (.*)$", shown, re.M)
assert sorted(progress) == ["facts open.c", "facts work.c", "link"], shown
assert "ninja:" not in shown, shown
