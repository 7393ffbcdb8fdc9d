# How lit runs our shell-style tests: what each `%word` in a RUN line stands for.
import glob
import os
import subprocess

import lit.formats

config.name = f"lanyard-{config.suite}"
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = {".c", ".cpp", ".test", ".py"}
config.excludes = ["Inputs", "lit.cfg.py", "check.py"]
config.test_source_root = os.path.join(config.source, "tests", config.suite)
config.test_exec_root = os.path.join(config.build, "tests", config.suite)
# Tests compile programs whose diagnostics and stacks must not depend on who runs them.
config.environment["LC_ALL"] = "C.UTF-8"
for name in ("LANYARD_OPTIONS", "LD_PRELOAD", "PYTHONPATH"):
    config.environment.pop(name, None)

def find_pythons():
    """The CPythons on this machine with a sqlite3 module, by path: (version, whether the shim
    can read its frames)."""
    found = {}
    for pattern in ("/usr/bin/python[23].*", "/usr/local/bin/python[23].*",
                    os.path.expanduser("~/.pyenv/versions/*/bin/python[23].*")):
        for path in sorted(glob.glob(pattern)):
            ask = ("import platform, sqlite3, sys; assert platform.python_implementation() == "
                   "'CPython'; print('%d %d %s' % (sys.version_info[:2] + (sys.version.split()[0],)))")
            try:
                answer = subprocess.run([path, "-c", ask], capture_output=True, text=True, timeout=60)
            except OSError:
                continue
            if answer.returncode == 0:
                major, minor, version = answer.stdout.split()
                readable = major == "3" and 9 <= int(minor) <= 13
                found.setdefault(os.path.realpath(path), (version, readable))
    return found


pythons = find_pythons() if config.suite == "hosts" else {}
if pythons:
    lit_config.note("CPython under test: " + ", ".join(
        f"{version} ({path})" for path, (version, _) in pythons.items()))

major = config.llvm
config.substitutions += [
    ("%build", config.build),
    ("%llvm", major),
    ("%lanyard", f"{config.build}/bin/lanyard"),
    ("%shim", f"{config.build}/lib/liblanyard.so"),
    ("%plugin", f"{config.build}/lib/liblanyard-tidy-{major}.so"),
    ("%run-clang-tidy", f"{config.llvm_prefix}/bin/run-clang-tidy"),
    # Another release, which must refuse our plugin.
    ("%other-clang-tidy", f"/usr/bin/clang-tidy-{'14' if major != '14' else '19'}"),
    ("%clang-tidy", f"{config.llvm_prefix}/bin/clang-tidy"),
    ("%FileCheck", f"{config.llvm_prefix}/bin/FileCheck"),
    ("%split-file", f"{config.llvm_prefix}/bin/split-file"),
    ("%not", f"{config.llvm_prefix}/bin/not"),
    # Every CPython whose frames the shim reads, and every other: lists, for a loop.
    ("%pythons", " ".join(path for path, (_, readable) in pythons.items() if readable)),
    ("%unread-pythons", " ".join(path for path, (_, readable) in pythons.items() if not readable)),
    ("%python", "/usr/bin/python3"),
    ("%testdata", f"{config.source}/testdata"),
    ("%tests", f"{config.source}/tests"),
    # One fixture through both doors of the checker.
    ("%check", f"/usr/bin/python3 {config.source}/tests/checks/check.py"
               f" --clang-tidy {config.llvm_prefix}/bin/clang-tidy"
               f" --plugin {config.build}/lib/liblanyard-tidy-{major}.so"
               f" --lanyard {config.build}/bin/lanyard"),
    ("%cxx", config.cxx),
    ("%cc", config.cc),
]
