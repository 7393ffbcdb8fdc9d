"""Runs FileCheck with a variable for each `// some words` comment of a source.

    check_lines.py SOURCE FILECHECK CHECK-FILE INPUT

`// used here` defines USED_HERE as the number of its line, so that a test names lines
that move with the source.
"""

import re
import subprocess
import sys

source, file_check, checks, text = sys.argv[1:]
variables = []
with open(source, encoding="utf-8") as lines:
    for number, line in enumerate(lines, 1):
        if marked := re.search(r"\S.*// ([a-z ]+)$", line):
            variables.append(f"-D{marked[1].upper().replace(' ', '_')}={number}")
sys.exit(subprocess.call([file_check, *variables, "--input-file", text, checks]))
