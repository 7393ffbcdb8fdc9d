"""`lanyard lint` runs nothing of the project that it looks at, and writes nowhere but in its own folder:
not the compiler of a command, no plugin that a command names, no word of a file's name, no
build.ninja that lies there already, and it follows no link out of the build folder.

RUN: %python %s %lanyard %cc %t
"""
import json
import os
import shutil
import subprocess
import sys

lanyard, cc, work = sys.argv[1:]
shutil.rmtree(work, ignore_errors=True)
source, build, outside = (os.path.join(work, name) for name in ("src", "src/build", "outside"))
os.makedirs(build)
os.mkdir(outside)
CODE = "#include <sqlite3.h>\nint changed(sqlite3* db) { return sqlite3_changes(db); }\n"
NAMES = ["a b.c", "$(touch pwned).c", "`touch pwned`.c", ";touch pwned;.c", "'\"$$in.c", "#a:|b.c",
         "a\n  command = touch pwned\nbuild all: facts x.c", "cr\r.c", "\x1b]0;title\x07.c"]


def write(path, text, mode=0o644):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    os.chmod(path, mode)


def touched():
    return [name for _, _, names in os.walk(work) for name in names if name.startswith("pwned")]


def lint(*options):
    return subprocess.run([lanyard, "lint", "-p", build, *options], capture_output=True, text=True,
                          cwd=source, timeout=300, check=False)


# What would tell if it were run: a compiler, and a library with a constructor.
write(f"{source}/evil", f"#!/bin/sh\ntouch '{work}/pwned'\n", 0o755)
write(f"{work}/plugin.c", "#include <fcntl.h>\n__attribute__((constructor)) static void run(void) "
      f"{{ open(\"{work}/pwned\", O_CREAT | O_WRONLY, 0600); }}\n")
plugin = f"{source}/plugin.so"
subprocess.run([cc, "-shared", "-fPIC", f"{work}/plugin.c", "-o", plugin], check=True)
subprocess.run([sys.executable, "-c", f"import ctypes; ctypes.CDLL({plugin!r})"], check=True)
assert touched() == ["pwned"], "the plugin does nothing, so that this test would tell nothing"
os.unlink(f"{work}/pwned")

commands = []
for name in NAMES:
    write(os.path.join(source, name), CODE)
    commands.append({"directory": source, "file": name, "arguments": [
        f"{source}/evil", "-DPWN_A=$(touch pwned)", "-DPWN_B=`touch pwned`", f"-fplugin={plugin}", "-Xclang",
        "-load", "-Xclang", plugin, "-B", source, "-c", name]})
commands.append({"directory": source, "file": "plain.c",
                 "command": f"{source}/evil \"-DPWN_C=1;$(touch pwned)\" -DPWN_D=`pwned` -c plain.c"})
write(f"{source}/plain.c", CODE)
write(f"{build}/compile_commands.json", json.dumps(commands))
# Left there by somebody else.
os.mkdir(f"{build}/.lanyard")
write(f"{build}/.lanyard/build.ninja",
      "rule pwn\n  command = touch pwned\nbuild pwned: pwn\ndefault pwned\n")

done = lint()
assert touched() == [], touched()
assert done.returncode == 0 and f"nothing found in {len(commands)} translation units" in done.stdout, (
    done.returncode, done.stdout, done.stderr)
with open(f"{build}/.lanyard/ninja.log", encoding="utf-8") as log:
    told = log.read()
assert "title" in told and not any(c < " " and c != "\n" for c in told), told

# The folder is a link: nothing goes where it leads.
shutil.rmtree(f"{build}/.lanyard")
os.symlink(outside, f"{build}/.lanyard")
done = lint()
assert os.listdir(outside) == [], os.listdir(outside)
assert "cannot write" in done.stderr and "Too many levels of symbolic links" in done.stderr, done
assert done.returncode == 0 and touched() == [], done

# A project's file is data: a tag or an alias of YAML's makes nothing of it.
write(f"{source}/.lanyard.yaml", "policy: !!python/object/apply:os.system ['touch pwned']\n")
done = lint()
assert done.returncode == 2 and touched() == [], done
assert done.stderr.count("\n") == 1 and ".lanyard.yaml:1:" in done.stderr, done.stderr
