"""Fails unless the SARIF Multitool finds neither an error nor a warning in a file.

    validate_sarif.py BUILD FILE

The tool is an npm package, @microsoft/sarif-multitool, expected in BUILD/node_modules or
in PATH. Without it nothing can be said of the file, so that is a failure too.
"""

import os
import re
import shutil
import subprocess
import sys

build, sarif = sys.argv[1:]
local = os.path.join(build, "node_modules", ".bin", "sarif-multitool")
tool = local if os.path.exists(local) else shutil.which("sarif-multitool")
if tool is None:
    sys.exit(f"no SARIF Multitool: run `npm install --prefix {build} @microsoft/sarif-multitool`")
# The tool is built on .NET, which looks for libicu unless told that it need not.
environment = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
done = subprocess.run(
    [tool, "validate", sarif, "--rule-kind", "Sarif", "Ghas", "--level", "Error", "Warning"],
    env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
# It exits with 0 whatever it found, as long as it could look, and skips a file
# whose name does not end in .sarif.
complaints = re.findall(r"^.*: (?:error|warning) [A-Z]+\d+.*$", done.stdout, re.MULTILINE)
if done.returncode != 0 or complaints or "skipped" in done.stdout:
    sys.exit("\n".join(complaints) or done.stdout)
