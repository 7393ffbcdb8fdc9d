# How lit runs our shell-style tests: what each `%word` in a RUN line stands for.
import glob
import os
import platform
import subprocess
import sys

import lit.formats

sys.path.insert(0, os.path.join(config.source, "tests", "hosts", "Inputs"))
import pythons

config.name = f"lanyard-{config.suite}"
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = {".c", ".cpp", ".test", ".py"}
config.excludes = ["Inputs", "lit.cfg.py", "check.py", "libraries.py"]
config.test_source_root = os.path.join(config.source, "tests", config.suite)
config.test_exec_root = os.path.join(config.build, "tests", config.suite)
# Tests compile programs whose diagnostics and stacks must not depend on who runs them.
config.environment["LC_ALL"] = "C.UTF-8"
for name in ("LANYARD_OPTIONS", "LD_PRELOAD", "PYTHONPATH"):
    config.environment.pop(name, None)

# Callers of who makes a statement are walked on x86-64 only.
config.available_features.add(platform.machine())
# The shim is built under GCC's sanitizers, see runtime/CMakeLists.txt.
if config.cxx_id == "GNU":
    config.available_features.add("gcc")
# The CPythons of this machine, and those whose frames the shim reads.
found = list(pythons.found()) if config.suite == "hosts" else []
readable = {"3.9", "3.10", "3.11", "3.12", "3.13"}
if found:
    lit_config.note("CPython under test: " + ", ".join(
        f"{python.version} ({python.path})" for python in found))
# CPython's own tests of sqlite3 are in no package of Debian's.
if any(python.tests for python in found):
    config.available_features.add("python-tests")

# What a sanitizer itself cannot run: what speaks of the shim's file, what measures memory or
# frames of the C library that the sanitizer stands before, and what such a shim has no doors for.
not_under_any = ["library.test", "own_calls.c", "stress.c", "thread_memory.c", "thread_starts.cpp",
                 "static_sqlite.c", "deepbind.c", "missing_*.c", "loader_race.c", "dlsym_users.c",
                 "matrix_ctypes.py", "matrix_php.test", "sanitized_program.c"]
not_under = {
    None: [],
    # Addresses come back late; frames are large; its heap's lock is not released in a child; who
    # starts a thread is the sanitizer.
    "address": not_under_any + ["callback_handles.c", "small_stack.c", "fork_storm.c",
                                "thread_names.c", "step_on_another_thread.c"],
    # It forbids threads after a fork and SQLite in a signal handler, stands in the forks' stacks, has
    # lost its own data when a thread's last destructors run, finds races of Tcl's, and does not see
    # what keeps Python's threads apart at exit.
    "thread": not_under_any + ["fork_*", "thread_end.c", "thread_behaviour.c", "matrix_tcl.test",
                               "python_daemon_threads.py", "statement_maker_stacks.c"],
}
# LANYARD_SANITIZER=address or =thread runs the suite with such a shim, as LD_PRELOAD takes it.
shim = f"{config.build}/lib/liblanyard.so"
sanitizer = os.environ.get("LANYARD_SANITIZER")
for pattern in not_under[sanitizer]:
    config.excludes += glob.glob(pattern, root_dir=config.test_source_root)
if sanitizer:
    runtime = subprocess.run([config.cc, f"-print-file-name=lib{sanitizer[0]}san.so"],
                             capture_output=True, text=True, check=True).stdout.strip()
    sanitized = f"{config.build}/lib/liblanyard-{sanitizer}.so"
    # ASan wants to come first; TSan must know a thread before the shim's part of its start runs.
    shim = f"{runtime}:{sanitized}" if sanitizer == "address" else f"{sanitized}:{runtime}"
    config.environment["ASAN_OPTIONS"] = "detect_leaks=0"  # programs here may leak

major = config.llvm
releases = " ".join(
    f"--clang-tidy {prefix}/bin/clang-tidy --plugin {config.build}/lib/liblanyard-tidy-{release}.so"
    for release, prefix in sorted(config.llvm_prefixes.items(), key=lambda each: each[0] != major))
config.substitutions += [
    ("%build", config.build),
    *[(f"%llvm-{release}", prefix) for release, prefix in config.llvm_prefixes.items()],
    ("%llvm", major),
    ("%lanyard", f"{config.build}/bin/lanyard"),
    ("%shim", shim),
    ("%plugin", f"{config.build}/lib/liblanyard-tidy-{major}.so"),
    ("%run-clang-tidy", f"{config.llvm_prefix}/bin/run-clang-tidy"),
    ("%clang-tidy", f"{config.llvm_prefix}/bin/clang-tidy"),
    ("%FileCheck", f"{config.llvm_prefix}/bin/FileCheck"),
    ("%split-file", f"{config.llvm_prefix}/bin/split-file"),
    ("%not", f"{config.llvm_prefix}/bin/not"),
    # Every CPython whose frames the shim reads, and every other: lists, for a loop.
    ("%pythons", " ".join(python.path for python in found if python.release in readable)),
    ("%unread-pythons",
     " ".join(python.path for python in found if python.release not in readable)),
    ("%python", "/usr/bin/python3"),
    # A host plainly and under the shim: the same but for what it did wrong.
    ("%own-thread", f"/usr/bin/python3 {config.source}/tests/hosts/Inputs/under_shim.py own"
                    f" {shim}"),
    ("%wrong-thread", f"/usr/bin/python3 {config.source}/tests/hosts/Inputs/under_shim.py wrong"
                      f" {shim}"),
    ("%testdata", f"{config.source}/testdata"),
    ("%integrations", f"{config.source}/integrations"),
    ("%tests", f"{config.source}/tests"),
    # Each release's clang-tidy with its plugin, the command's release first.
    ("%releases", releases),
    # One fixture through every door of the checker.
    ("%check", f"/usr/bin/python3 {config.source}/tests/checks/check.py {releases}"
               f" --lanyard {config.build}/bin/lanyard"),
    ("%cxx", config.cxx),
    ("%cc", config.cc),
]
