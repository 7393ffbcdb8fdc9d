"""What linting a project costs of which few files have to do with SQLite: cold, again with nothing
changed, with one header touched; beside clang-tidy with the plugin and Clang's parse of all."""
import concurrent.futures
import glob
import json
import os
import resource
import shutil
import subprocess
import time

import measure
import project
from table import Column, Table

LLVM = "/usr/lib/llvm-19/bin"
FOUND = (1,)  # lint's exit code when there are findings, as there are


def _measured(commands, ends):
    """CPU seconds of all processes, and seconds by the clock, on all cores. `ends` are the exit
    codes of commands that did what they should."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in pool.map(lambda command: subprocess.run(
                command, check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                env=measure.environment({})), commands):
            if done.returncode not in ends:
                raise measure.Failed(f"{done.args[0]} ended with {done.returncode}: "
                                     f"{(done.stderr or done.stdout).strip()[-1000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "wall": time.monotonic() - start}


def _findings(path):
    with open(path, encoding="utf-8") as report:
        return json.load(report)["findings"]


class Project:
    """One project on the disk, and the rows that were measured on it."""

    def __init__(self, bench, units, sqlite_units):
        self._bench, self._units, self._sqlite_units = bench, units, sqlite_units
        self._folder = f"{bench.scratch}/project{sqlite_units}"
        self._build = f"{self._folder}/build"
        self._result = f"{self._folder}/result.json"
        self._lint = [f"{bench.build}/bin/lanyard", "lint", "-p", self._build, "--format",
                      f"json={self._result}"]
        self._commands = project.generate(self._folder, units, sqlite_units)
        self.rows = []

    def _add(self, name, *commands, ends=(0,)):
        self._bench.say(f"lint: {self._sqlite_units} of {self._units} files use SQLite: {name}")
        first = self.rows[0]["cpu"] if self.rows else None
        row = {"name": name, "sqlite": f"{self._sqlite_units} of {self._units}",
               **_measured(commands, ends)}
        row["times"] = row["cpu"] / (first or row["cpu"])
        self.rows.append(row)

    def lint(self):
        self._add("`lanyard lint`, cold", self._lint, ends=FOUND)
        self.rows[-1]["parsed"] = len(glob.glob(f"{self._build}/.lanyard/facts/*.facts"))
        self.rows[-1]["findings"] = len(_findings(self._result))
        self._add("nothing changed", self._lint, ends=FOUND)
        os.utime(f"{self._folder}/src/store0/store.h")
        self._add("one header touched", self._lint, ends=FOUND)

    def all_files(self):
        chosen = _findings(self._result)
        shutil.rmtree(f"{self._build}/.lanyard")
        self._add("`lanyard lint --all`, cold", [*self._lint, "--all"], ends=FOUND)
        if _findings(self._result) != chosen:
            raise measure.Failed("lanyard lint --all finds something else than lanyard lint")
        self.rows[-1]["parsed"] = len(self._commands)
        self.rows[-1]["findings"] = len(chosen)

    def others(self):
        self._add("`clang -fsyntax-only` of all", *(
            [f"{LLVM}/clang++", "-fsyntax-only", *each["arguments"][1:-2]]
            for each in self._commands))
        self._add("`run-clang-tidy` with the plugin", [
            f"{LLVM}/run-clang-tidy", "-clang-tidy-binary", f"{LLVM}/clang-tidy", "-p", self._build,
            "-quiet", "-load", f"{self._bench.build}/lib/liblanyard-tidy-19.so",
            "-checks=-*,lanyard-*,sqlite-*", "-j", str(os.cpu_count())])


def run(bench):
    units, few, more = (3, 2, None) if bench.tiny else (200, 4, 40)
    first = Project(bench, units, few)
    first.lint()
    first.all_files()
    first.others()
    rows = first.rows
    if more:
        second = Project(bench, units, more)
        second.lint()
        second.all_files()
        second.others()
        rows = rows + second.rows
    note = (f"A project of {units} C++ files with headers of their own and a dozen of the standard "
            f"library's (`bench/project`), once each on {os.cpu_count()} cores: CPU time of all "
            "processes, and by the clock. What is chosen and `--all` find the same.")
    return [Table("lint", "Linting a project", note, [
        Column("name", "what"), Column("sqlite", "files with SQLite"),
        Column("parsed", "parsed", 0), Column("findings", "findings", 0),
        Column("cpu", "CPU time, s", 2), Column("wall", "by the clock, s", 2),
        Column("times", "to the cold run", 1)], rows)]
