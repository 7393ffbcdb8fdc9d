"""On a terminal lint shows Ninja's progress, and nothing else of Ninja's.

RUN: %python %s %lanyard %tests/cli/Inputs %t
"""
import re
import shutil
import subprocess
import sys

lanyard, inputs, work = sys.argv[1:]
sys.path.insert(0, inputs)
import terminal  # noqa: E402

shutil.rmtree(work, ignore_errors=True)
subprocess.run([sys.executable, f"{inputs}/compile_commands.py", work, f"{inputs}/lint/open.c",
                f"{inputs}/lint/work.c"], check=True)
# A dumb terminal keeps each line of the progress.
shown, code = terminal.run([lanyard, "lint", "-p", work, "--color", "never"], TERM="dumb")
assert code == 1 and "[sqlite-handle-shared]" in shown, (code, shown)
progress = re.findall(r"^\[\d+/3\] (.*)$", shown, re.M)
assert sorted(progress) == ["facts open.c", "facts work.c", "link"], shown
assert "ninja:" not in shown, shown
