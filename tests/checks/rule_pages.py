"""The code on the checker's pages in docs/rules is what they say it is: what stands under
"Wrong" is found, by the page's rule, and what stands under "Right" yields nothing.

A block is a file without its #include lines.
"""
# RUN: %python %s %lanyard %tests/.. %t
import json
import os
import pathlib
import re
import subprocess
import sys

INCLUDES = {
    "c": "#include <sqlite3.h>\n#include <unistd.h>\n",
    "cpp": "#include <sqlite3.h>\n#include <mutex>\n#include <thread>\n",
}
# Rules that speak under `owner` alone; what the others' pages call right may be a note there.
OWNERS = ("sqlite-handle-guarded", "sqlite-handle-transferred")
BLOCK = re.compile(r"^```(c|cpp)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page):
    """(heading, language, text) of each block of code under "Wrong…" or "Right…"."""
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        heading = section.split(maxsplit=1)[0]
        if heading in ("Wrong", "Right"):
            for language, text in BLOCK.findall(section):
                yield heading, language, text


def rules_found(lanyard, root, folder, policy, language, text):
    file = folder / f"block.{language}"
    file.write_text(INCLUDES[language] + "#include <lanyard/lanyard.h>\n" + text, encoding="utf-8")
    command = {"directory": str(folder), "file": file.name,
               "arguments": ["cc", f"-I{root}/include", "-c", file.name]}
    (folder / "compile_commands.json").write_text(json.dumps([command]), encoding="utf-8")
    result = folder / "result.json"
    done = subprocess.run([lanyard, "lint", "-p", folder, "--policy", policy, "--format",
                           f"json={result}"], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{file.read_text(encoding='utf-8')}\n{done.stdout}{done.stderr}")
    return {each["rule"] for each in json.loads(result.read_text(encoding="utf-8"))["findings"]}


def main():
    lanyard, root, folder = sys.argv[1], os.path.realpath(sys.argv[2]), pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    pages = sorted(pathlib.Path(root, "docs", "rules").glob("sqlite-*.md"))
    good = len(pages) == 6
    for path in pages:
        headings = set()
        for heading, language, text in blocks(path.read_text(encoding="utf-8")):
            headings.add(heading)
            policy = "owner" if path.stem in OWNERS else "exclusive"
            found = rules_found(lanyard, root, folder, policy, language, text)
            if path.stem in found if heading == "Wrong" else not found:
                continue
            good = False
            print(f"{path.name}: under {heading}, this yields {sorted(found)}:\n{text}")
        if headings != {"Wrong", "Right"}:
            good = False
            print(f"{path.name}: has code under {sorted(headings)} alone")
    sys.exit(0 if good else 1)


main()
