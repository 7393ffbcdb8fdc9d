"""Runs Bazel in a workspace with a user root of its own and no network: FOLDER PATH WORD...

Prints what it said, and how many actions that make facts ran.
"""
import os
import pathlib
import subprocess
import sys

folder, binaries, *words = sys.argv[1:]
environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}"}
command = ["bazel", "--max_idle_secs=20", f"--output_user_root={folder}/.bazel", words[0]]
# What Bazel would fetch. Debian's rules_cc is for a later Bazel than Debian's own, where
# the rules are native, and rules_cc and rules_java only name them. Coverage is not asked for.
CC = ["cc_binary", "cc_import", "cc_library", "cc_proto_library", "cc_test", "cc_toolchain",
      "cc_toolchain_suite", "fdo_prefetch_hints", "fdo_profile"]
JAVA = ["java_binary", "java_import", "java_library", "java_package_configuration", "java_plugin",
        "java_runtime", "java_test", "java_toolchain"]


def native(rules):
    """A .bzl file that names native rules."""
    return "".join(f"def {rule}(**attributes):\n    native.{rule}(**attributes)\n" for rule in rules)


OFFLINE = {
    "rules_cc": {
        "WORKSPACE": "",
        "cc/BUILD": "",
        "cc/defs.bzl": native(CC),
    },
    "rules_java": {
        "WORKSPACE": "",
        "java/BUILD": "",
        "java/defs.bzl": native(JAVA),
    },
    "remote_coverage_tools": {
        "WORKSPACE": "",
        "BUILD": 'filegroup(name = "coverage_report_generator", visibility = ["//visibility:public"])',
    },
}
for repository, files in OFFLINE.items():
    for name, text in files.items():
        path = pathlib.Path(folder, ".offline", repository, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
if words[0] in ("build", "test"):
    command += ["--spawn_strategy=sandboxed,local", "--sandbox_default_allow_network=false", "--subcommands",
                "--color=no", "--curses=no"]
    command += [f"--override_repository={name}={folder}/.offline/{name}" for name in OFFLINE]
    if words[0] == "test":
        command += ["--test_output=errors", "--keep_going"]
result = subprocess.run(command + words[1:], cwd=folder, env=environment, stdout=subprocess.PIPE,
                        stderr=subprocess.STDOUT, text=True, check=False)
print(result.stdout)
print("LanyardFacts:", sum("mnemonic: LanyardFacts" in line or "[action 'Looking at SQLite" in line
                           for line in result.stdout.split("\n")))
sys.exit(result.returncode)
