# A plugin in a clang-tidy of another release would find nothing and seem content, so it
# says what is wrong in one line and ends the process.
# RUN: %python %s %releases
import argparse
import re
import subprocess
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--clang-tidy", action="append")
parser.add_argument("--plugin", action="append")
arguments = parser.parse_args()

pairs = 0
for clang_tidy, own in zip(arguments.clang_tidy, arguments.plugin):
    for plugin in arguments.plugin:
        release = re.search(r"lanyard-tidy-(\d+)", plugin)[1]
        done = subprocess.run([clang_tidy, "-load", plugin, "-list-checks", "--checks=-*,sqlite-*"],
                              capture_output=True, text=True, check=False)
        told = f"{clang_tidy} -load {plugin}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        if plugin == own:
            if done.returncode != 0 or "sqlite-handle-shared" not in done.stdout:
                sys.exit(told)
            continue
        pairs += 1
        line = (rf"lanyard: this plugin is built for clang-tidy {release}\.\d+ and was loaded by "
                rf"'.*'; use clang-tidy-{release}, or liblanyard-tidy-N.so of its release N\n")
        if done.returncode != 2 or not re.fullmatch(line, done.stderr):
            sys.exit(told)
if pairs != len(arguments.plugin) * (len(arguments.plugin) - 1):
    sys.exit(f"{pairs} pairs tried")
