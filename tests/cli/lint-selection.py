"""`lanyard lint` parses the files that can have to do with handles, and finds what --all finds.

RUN: %python %s %lanyard %t
"""
import json
import os
import re
import shutil
import subprocess
import sys

lanyard, work = sys.argv[1:]
FILES = {
    # Names no handle: a wrapper's header, and its body.
    "store.h": "#pragma once\nstruct Impl;\nclass Store {\n public:\n  Store();\n  ~Store();\n"
               "  void put(int key);\n private:\n  Impl* impl_;\n};\n",
    "store.cpp": '#include "store.h"\n#include <sqlite3.h>\nstruct Impl { sqlite3* db; };\n'
                 'Store::Store() : impl_(new Impl) { sqlite3_open("a.db", &impl_->db); }\n'
                 "Store::~Store() { sqlite3_close(impl_->db); delete impl_; }\n"
                 "void Store::put(int) { sqlite3_exec(impl_->db, \"insert\", 0, 0, 0); }\n",
    # Runs what it is given, somewhere else.
    "pool.h": "#pragma once\n#include <functional>\nvoid background(std::function<void()> job);\n",
    "pool.cpp": '#include "pool.h"\n#include <thread>\n'
                "void background(std::function<void()> job) { std::thread(job).detach(); }\n",
    # A lock that its callers hold.
    "guard.h": "#pragma once\nvoid enter();\nvoid leave();\n",
    "guard.cpp": '#include "guard.h"\n#include <mutex>\nstatic std::mutex m;\n'
                 "void enter() { m.lock(); }\nvoid leave() { m.unlock(); }\n",
    # Goes between the two.
    "app.cpp": '#include "store.h"\n#include "pool.h"\nvoid run(Store& store) {\n'
               "  background([&] { store.put(1); });\n  store.put(2);\n}\n",
    "main.cpp": '#include "store.h"\nvoid run(Store& store);\n'
                "int main() {\n  Store store;\n  run(store);\n}\n",
    # Have nothing to do with it: one includes the wrapper, and one has a method of its name.
    "other.cpp": '#include "store.h"\n#include <string>\nstd::string name() { return "other"; }\n',
    "cache.cpp": "class Cache {\n public:\n  void put(int) {}\n};\n"
                 "void fill(Cache& cache) { cache.put(1); }\n",
    # Has a method of a name that Qt's class for connections has.
    "config.cpp": "struct Config { int database() { return 1; } };\n"
                  "int read(Config& config) { return config.database(); }\n",
    # Says sqlite3_open in a comment and a string alone.
    "text.cpp": '// sqlite3_open\nconst char* text() { return "sqlite3_open"; }\n',
}
shutil.rmtree(work, ignore_errors=True)
os.makedirs(f"{work}/src")
for name, text in FILES.items():
    with open(f"{work}/src/{name}", "w", encoding="utf-8") as out:
        out.write(text)


def lint(build, *options, code=1):
    result = f"{build}/result.json"
    done = subprocess.run([lanyard, "lint", "-p", build, f"--format=json={result}", "--quiet",
                           *options], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    ran = []
    if os.path.exists(f"{build}/.lanyard/ninja.log"):
        with open(f"{build}/.lanyard/ninja.log", encoding="utf-8") as log:
            ran = re.findall(r"^\[\d+/\d+\] facts (.*)$", log.read(), re.M)
    with open(f"{build}/.lanyard/selection", encoding="utf-8") as kept:
        chosen = sorted(os.path.basename(line) for line in kept.read().split())
    with open(result, encoding="utf-8") as report:
        findings = json.load(report)["findings"]
    return chosen, ran, findings, done.stderr


def database(build, *leave_out):
    os.makedirs(build, exist_ok=True)
    commands = [{"directory": f"{work}/src", "file": name, "arguments": ["c++", "-c", name]}
                for name in FILES if name.endswith(".cpp") and name not in leave_out]
    with open(f"{build}/compile_commands.json", "w", encoding="utf-8") as out:
        json.dump(commands, out)


build = f"{work}/build"
database(build)
NEEDED = ["app.cpp", "main.cpp", "pool.cpp", "store.cpp"]
chosen, _, findings, said = lint(build, "--explain-skipped")
assert chosen == NEEDED, (chosen, said)
assert [each["rule"] for each in findings] == ["sqlite-handle-shared"], findings
skipped = re.findall(r"^lanyard lint: skipped .*/src/(\S+): (.+)$", said, re.M)
LEFT_OUT = ["cache.cpp", "config.cpp", "guard.cpp", "other.cpp", "text.cpp"]
assert sorted(name for name, _ in skipped) == LEFT_OUT
assert all("names no handle" in reason for _, reason in skipped), skipped

# The choice is kept, and is not needed: nothing runs again, and everything finds the same.
again = lint(build)
assert again[:3] == (chosen, [], findings) and again[3] == "", again
everything = f"{work}/all"
database(everything)
lint(everything)
_, ran, found, _ = lint(everything, "--all")
assert sorted(ran) == LEFT_OUT, ran
assert found == findings, (found, findings)

# What a scan or a choice has left behind may be anything.
for name in ("scan", "selection"):
    with open(f"{build}/.lanyard/{name}", "wb") as out:
        out.write(b"lanyard scan 1\n\xff\xff\xff\xff garbage")
assert lint(build)[:3] == (chosen, [], findings)

# A lock that is taken in another file counts: it is asked for where handles are used.
with open(f"{work}/src/app.cpp", "w", encoding="utf-8") as out:
    out.write('#include "store.h"\n#include "pool.h"\n#include "guard.h"\n#include <sqlite3.h>\n'
              "static sqlite3* db;\n"
              "static void use() {\n  enter();\n  sqlite3_exec(db, \"x\", 0, 0, 0);\n  leave();\n}\n"
              "void run(Store& store) {\n  sqlite3_open(\"b.db\", &db);\n  background([] { use(); });\n"
              "  use();\n  store.put(2);\n}\n")
chosen, ran, findings, _ = lint(build)
assert "guard.cpp" in chosen and "app.cpp" not in set(NEEDED) - set(chosen), chosen
assert [each["rule"] for each in findings] == ["sqlite-handle-guarded"], findings
assert lint(everything, "--all")[2] == findings

# A callable that uses a handle which only an accessor answers: whoever hands it over is asked for,
# though no handle is named there, and so is the body of what takes it. One that uses none is not.
JOBS = {
    "db.c": "#include <sqlite3.h>\nstatic sqlite3* db;\nvoid store_open(void) "
            '{ sqlite3_open("a.db", &db); }\nsqlite3* handle(void) { return db; }\n',
    "store.c": "#include <sqlite3.h>\nsqlite3* handle(void);\nvoid purge(void* unused) {\n"
               '  (void)unused;\n  sqlite3_exec(handle(), "delete from t", 0, 0, 0);\n}\n',
    "jobs.c": "void purge(void*);\nvoid submit(void (*f)(void*), void*);\n"
              "void jobs(void) { submit(purge, 0); }\n",
    "workers.c": "#include <stddef.h>\n#include <threads.h>\nstatic void (*job)(void*);\n"
                 "static void* given;\nstatic thrd_t worker;\n"
                 "static int loop(void* unused) { job(given); return unused != NULL; }\n"
                 "void start(void) { thrd_create(&worker, loop, NULL); }\n"
                 "void submit(void (*f)(void*), void* x) { job = f; given = x; }\n",
    "tick.c": "static void tick(void* unused) { (void)unused; }\n"
              "void later(void (*f)(void*));\nvoid ticks(void) { later(tick); }\n",
    "later.c": "void later(void (*f)(void*)) { f(0); }\n",
    "main.c": "void store_open(void);\nvoid start(void);\nvoid jobs(void);\nvoid ticks(void);\n"
              "int main(void) { store_open(); start(); jobs(); ticks(); return 0; }\n",
}
for name, text in JOBS.items():
    with open(f"{work}/src/{name}", "w", encoding="utf-8") as out:
        out.write(text)
jobs, all_jobs = f"{work}/jobs", f"{work}/all_jobs"
for folder in (jobs, all_jobs):
    os.makedirs(folder)
    with open(f"{folder}/compile_commands.json", "w", encoding="utf-8") as out:
        json.dump([{"directory": f"{work}/src", "file": name, "arguments": ["cc", "-c", name]}
                   for name in JOBS], out)
lint(all_jobs)
expected = lint(all_jobs, "--all")[2]
chosen, _, findings, _ = lint(jobs)
assert chosen == ["db.c", "jobs.c", "main.c", "store.c", "workers.c"], chosen
assert findings == expected and len(findings) == 1, (findings, expected)

# Nothing that matters: nothing is parsed.
small = f"{work}/small"
database(small, "app.cpp", "store.cpp")
chosen, ran, findings, _ = lint(small, code=0)
assert (chosen, ran, findings) == ([], [], []), (chosen, ran, findings)
