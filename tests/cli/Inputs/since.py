"""A repository whose branch changes one thing after the other: since.py FOLDER LANYARD

Each step says which handles `lanyard lint --since main` has to tell of.
"""

import json
import os
import re
import subprocess
import sys

folder, lanyard = sys.argv[1:]
repository = folder + "/repository"
environment = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1",
                   GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@b", GIT_COMMITTER_NAME="a",
                   GIT_COMMITTER_EMAIL="a@b")


def git(*words):
    subprocess.run(["git", "-C", repository, *words], check=True, env=environment,
                   stdout=subprocess.DEVNULL)


def lint(*options, cwd=repository):
    return subprocess.run([lanyard, "lint", "-p", folder, *options], cwd=cwd, text=True,
                          capture_output=True, check=False, env=environment)


def expect(handles, revision="main", **options):
    run = lint("--since", revision, **options)
    told = sorted(re.findall(r"warning: connection '(\w+)'", run.stdout))
    if told != sorted(handles) or run.returncode != bool(handles) or run.stderr:
        sys.exit(f"{sys._getframe(1).f_lineno}: {handles} expected:\n{run}")


def refused(message, *options, cwd=repository):
    run = lint(*options, cwd=cwd)
    if run.returncode != 2 or not re.fullmatch(message + "\n", run.stderr) or run.stdout:
        sys.exit(f"{sys._getframe(1).f_lineno}: {message} expected:\n{run}")


def write(name, text):
    os.makedirs(os.path.dirname(f"{repository}/{name}"), exist_ok=True)
    with open(f"{repository}/{name}", "w", encoding="utf-8") as file:
        file.write(text)


def read(name):
    with open(f"{repository}/{name}", encoding="utf-8") as file:
        return file.read()


def program(handle):
    return f"""#include <sqlite3.h>
#include <threads.h>
static int work(void* db) {{ return sqlite3_exec(db, "", NULL, NULL, NULL); }}

void serve_{handle}(void) {{
  sqlite3* {handle};
  thrd_t worker;
  sqlite3_open("", &{handle});

  thrd_create(&worker, work, {handle});

  sqlite3_exec({handle}, "", NULL, NULL, NULL);
  thrd_join(worker, NULL);
  sqlite3_close({handle});
}}

void elsewhere_{handle}(void) {{}}
"""


def commands(*names):
    entries = [{"directory": repository, "file": f"{repository}/{name}",
                "arguments": ["cc", "-c", f"{repository}/{name}"]} for name in names]
    with open(folder + "/compile_commands.json", "w", encoding="utf-8") as file:
        json.dump(entries, file)


NAMES = ["src/old.c", 'src/a "b\'\t\\ ü.c']
os.makedirs(repository)
git("init", "-q", "-b", "main")
write(NAMES[0], program("old"))
write(NAMES[1], program("spaced"))
commands(*NAMES)
git("add", "-A")
git("commit", "-qm", "one")
git("checkout", "-qb", "branch")
expect([])

# A change elsewhere in the file; a step; the place of the crossing; what git has not been told.
write(NAMES[0], "\n\n" + program("old").replace("elsewhere", "nowhere"))
expect([])
write(NAMES[0], "\n\n" + program("old").replace('sqlite3_open("",', 'sqlite3_open("x",'))
expect(["old"])
git("commit", "-qam", "two")
expect(["old"])
expect([], revision="HEAD")
write(NAMES[1], program("spaced").replace("thrd_create(", "thrd_create( "))
expect(["old", "spaced"])
expect(["spaced"], revision="HEAD")
write(NAMES[1], program("spaced"))

# Removed lines: what stood there may have kept the threads apart.
write(NAMES[0], program("old"))
git("commit", "-qam", "three")
expect([])
write(NAMES[0], program("old").replace("NULL);\n  thrd_join", "NULL);\n  thrd_join", 1).replace(
    "old);\n\n  sqlite3_exec", "old);\n  sqlite3_exec"))
expect(["old"])
write(NAMES[0], program("old"))

# A new file, known to git or not; one that git ignores is not of the branch.
write("src/new.c", program("new"))
commands(*NAMES, "src/new.c")
expect(["new"])
git("add", "-A")
expect(["new"])
git("commit", "-qm", "four")
expect(["new"])
write(".gitignore", "ignored.c\n")
write("src/ignored.c", program("ignored"))
commands(*NAMES, "src/new.c", "src/ignored.c")
expect(["new"])
commands(*NAMES, "src/new.c")

# A renamed file is the old one, and its changed lines alone count.
git("mv", NAMES[0], "src/renamed.c")
commands("src/renamed.c", NAMES[1], "src/new.c")
expect(["new"])
write("src/renamed.c", program("old").replace("thrd_t worker", "thrd_t  worker"))
expect(["new"])
write("src/renamed.c", program("old").replace("thrd_create(", "thrd_create( "))
expect(["new", "old"])
write("src/renamed.c", program("old"))
git("commit", "-qm", "five")

# What main does meanwhile is not the branch's: the merge base counts.
git("checkout", "-q", "main")
write(NAMES[1], program("spaced").replace("thrd_create(", "thrd_create( "))
git("commit", "-qam", "six")
git("checkout", "-q", "branch")
expect(["new"])

# The user's own settings of git change nothing; nor does the folder, or a link to it.
for name, value in [("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"),
                    ("color.ui", "always"), ("core.quotePath", "false"),
                    ("diff.external", "false"), ("diff.interHunkContext", "50"),
                    ("diff.relative", "true")]:
    git("config", name, value)
write(NAMES[1], program("spaced").replace("thrd_create(", "thrd_create( "))
expect(["new", "spaced"])
expect(["new", "spaced"], cwd=repository + "/src")
expect(["new", "spaced"], cwd="/")
os.symlink(repository, folder + "/link")
repository, real = folder + "/link", repository
commands("src/renamed.c", NAMES[1], "src/new.c")
expect(["new", "spaced"])
repository = real
commands("src/renamed.c", NAMES[1], "src/new.c")

# Text that looks like a diff is text.
write("src/new.c", program("new") + "/*\n++ b/src/renamed.c\n@@ -1,20 +1,20 @@\n*/\n")
expect(["new", "spaced"])

# A baseline beside it knows what it does not tell.
run = lint("--baseline", folder + "/known.json", "--update-baseline")
if run.returncode or "3 entries" not in run.stderr:
    sys.exit(run)
run = lint("--baseline", folder + "/known.json", "--since", "main")
if run.returncode or run.stderr or "2 findings of the baseline left out" not in run.stdout:
    sys.exit(run)

refused("lanyard lint: --since no-such: there is no such revision", "--since", "no-such")
refused("lanyard lint: --since --help: there is no such revision", "--since=--help")
git("checkout", "-q", "--orphan", "other")
git("commit", "-qam", "seven")
refused("lanyard lint: --since main: it has no history in common with HEAD; .*", "--since", "main")
os.rename(repository + "/.git", folder + "/no.git")
environment["GIT_CEILING_DIRECTORIES"] = folder
refused("lanyard lint: --since main: not a git repository .*", "--since", "main")
environment["PATH"] = "/nowhere"
refused("lanyard lint: --since main: cannot run 'git': there is no such command in PATH",
        "--since", "main")
