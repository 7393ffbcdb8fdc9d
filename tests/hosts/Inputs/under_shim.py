"""Runs a host plainly and under the shim, and holds the second run to the first.

    under_shim.py own SHIM COMMAND...     each thread keeps to its own: not a word more or less
    under_shim.py wrong SHIM COMMAND...   a wrong-thread use: status 66, and nothing else changes

Both fail where the shim saw no SQLite at all, since silence would then mean nothing. `wrong`
prints the violations, one a line. The command must exit 0, and say the same each time.
"""
import json
import os
import subprocess
import sys
import tempfile


def run(command, **more):
    # Ruby and others say on stdout what they did; stderr is theirs too, since reports go to files.
    done = subprocess.run(command, env={**os.environ, **more}, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=300)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def under_shim(shim, command):
    """What the command answers under the shim, and the lines of its result files, a list a file."""
    options = os.environ.get("LANYARD_OPTIONS", "")
    with tempfile.TemporaryDirectory() as folder:
        answer = run(command, LD_PRELOAD=shim,
                     LANYARD_OPTIONS=f"{options}:log_path={folder}/log".lstrip(":"))
        results = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                results.append([json.loads(line) for line in file])
    return answer, results


def side(who):
    frames = who["python"]
    frame = frames[0] if frames else None
    place = f' {frame["function"]}@{os.path.basename(frame["file"])}:{frame["line"]}' if frame else ""
    return f'thread {who["thread"]["id"]} "{who["thread"]["name"]}"{place}'


def show(violation):
    handle = violation["handle"]
    connection = handle["connection"]
    file = os.path.basename(connection["file"]) or "memory"
    return (f'{violation["rule"]}: {violation["api"]} on {handle["kind"]} of {file} '
            f'({connection["mode"]}) x{violation["count"]}: {side(violation["use"])}, '
            f'home {side(violation["home"])}')


def main():
    kind, shim, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    plain = run(command)
    answer, results = under_shim(shim, command)
    wanted = (66 if kind == "wrong" else 0,) + plain[1:]
    violations = [item for result in results for item in result if item["type"] == "violation"]
    for violation in violations:
        print(show(violation))
    if plain[0]:
        sys.exit(f"the host fails without the shim: {plain}")
    if not any(item["type"] == "start" for result in results for item in result):
        sys.exit("the shim saw no call of SQLite")
    if answer != wanted:
        sys.exit(f"without the shim {plain}\nunder it       {answer}")
    if bool(violations) != (kind == "wrong"):
        sys.exit(f"{len(violations)} violations")
    if kind == "own":
        print(f"silent in {len(results)} processes" if len(results) > 1 else "silent")


main()
