"""Makes wrong programs out of right ones.

A program is right under a policy. Where it could go wrong its sources say how, in comments:

    // mutant KIND: drop          without the next line
    // mutant KIND: write CODE    with CODE for the next line
    // mutant KIND: add CODE      with CODE here
    // mutant KIND: put after X   with the next line moved to where `// place X` stands

Comments of one kind make one mutant together; `KIND.1`, `KIND.2` are two. What a kind is, and
which rules it breaks, is the table below. Two kinds need no comment, because they make any
right program wrong: a use of a handle moved into a thread, and a thread_local made static.
"""
import dataclasses
import glob
import os
import re

SHARED = {"sqlite-handle-shared", "sqlite-handle-guarded"}
CROSSES = SHARED | {"sqlite-handle-transferred"}
KINDS = {
    "add-thread": SHARED,  # one more thread does what one thread may do
    "close-early": SHARED,  # the connection is closed while a thread uses it
    "drop-join": SHARED,  # nobody waits for the thread before the connection is used again
    "drop-lock": SHARED,  # one of the uses is not under the lock
    "other-lock": SHARED,  # it is, but under a lock of its own
    "into-thread": CROSSES,  # a use moves to another thread
    "one-for-all": CROSSES,  # all threads get the connection that each had its own of
    "opened-by-maker": CROSSES,  # opened before the thread starts, by who starts it
    "share-connection": CROSSES,  # a thread uses another's connection and not its own
    "share-statement": CROSSES,  # the same with a statement
    "inherit": {"sqlite-handle-forked"},  # a child process uses what its parent opened
    "no-mutex": SHARED | {"sqlite-threading-mode"},  # shared, and SQLite told not to lock
}
POLICIES = ("owner", "exclusive", "serialized")
MARK = re.compile(r"^\s*// mutant ([a-z-]+)((?:\.\d+)?): (drop|write|add|put after)(?: (.+))?$")
PLACE = re.compile(r"^\s*// place ([a-z-]+)$")
# A statement of one line that uses a handle.
USE = re.compile(r"^(\s*)(sqlite3_(?:exec|step|close|finalize|prepare_v2|reset)\(.*\);)\s*(?://.*)?$")


@dataclasses.dataclass
class Program:
    """Sources that are right under `policy`: a text for each file name."""
    name: str
    policy: str
    flags: list
    files: dict


@dataclasses.dataclass
class Mutant:
    program: Program
    kind: str
    name: str
    files: dict  # all of the program's, some of them changed


def marks(text):
    """(kind, number, word, rest, line) of each comment, the line counted from 0."""
    for line, content in enumerate(text.split("\n")):
        match = MARK.match(content)
        if match:
            yield match[1], match[2], match[3], match[4] or "", line


def code_after(lines, line):
    """The first line after `line` that is not a comment's."""
    while lines[line].lstrip().startswith("//"):
        line += 1
    return line


def changed(text, kind, number):
    """The text as the comments of one mutant say."""
    lines = text.split("\n")
    result = list(lines)
    added = {}
    for each, its_number, word, rest, line in marks(text):
        if (each, its_number) != (kind, number):
            continue
        target = code_after(lines, line)
        if word == "add":
            added.setdefault(line, []).append(rest)
        elif word == "write":
            result[target] = rest
        else:
            result[target] = ""
        if word == "put after":
            place = next(at for at, content in enumerate(lines)
                         if (found := PLACE.match(content)) and found[1] == rest)
            added.setdefault(place, []).append(lines[target])
    for line, code in added.items():
        result[line] = "\n".join(code)
    return "\n".join(result)


def marked(program):
    """The mutants that the program's comments ask for."""
    names = {}
    for text in program.files.values():
        for kind, number, *_ in marks(text):
            if kind not in KINDS:
                raise SystemExit(f"{program.name}: no kind of mutant is called {kind}")
            names[kind, number] = None
    for kind, number in names:
        files = {file: changed(text, kind, number) for file, text in program.files.items()}
        yield Mutant(program, kind, kind + number, files)


def into_thread(program):
    """The first and the last use of a handle in each C++ file, run by another thread."""
    for file, text in program.files.items():
        if not file.endswith(".cpp") or program.policy != "owner":
            continue
        # There the other thread would use a variable of its own, and nothing would be wrong.
        if re.search(r"^(?!\s*//).*\bthread_local\b", text, re.M):
            continue
        lines = text.split("\n")
        uses = [line for line, content in enumerate(lines) if USE.match(content)]
        for line in sorted({*uses[:1], *uses[-1:]}):
            indent, use = USE.match(lines[line]).group(1, 2)
            wrong = list(lines)
            wrong[line] = f"{indent}std::thread([&] {{ {use} }}).join();"
            yield Mutant(program, "into-thread", f"into-thread, {file}:{line + 1}",
                         {**program.files, file: "#include <thread>\n" + "\n".join(wrong)})


def made_static(program):
    """Each thread_local variable as one for all threads."""
    for file, text in program.files.items():
        for number, match in enumerate(re.finditer(r"^(?!\s*//).*?\b(static )?thread_local\b", text, re.M), 1):
            start = match.end() - len("thread_local")
            wrong = text[:start].removesuffix("static ") + "static" + text[match.end():]
            yield Mutant(program, "one-for-all", f"one-for-all, {file}, {number}",
                         {**program.files, file: wrong})


def mutants(program):
    return [*marked(program), *into_thread(program), *made_static(program)]


def fixture(path):
    """A fixture of tests/checks as a program, or None where it is right under no policy."""
    with open(path, encoding="utf-8") as source:
        text = source.read()
    runs = re.findall(r"RUN: %check\b(.*)", text)
    wrong = {policy or "owner" for policy in re.findall(r"// finding(?:\((\w+)\))?:", text)}
    run_under = {(re.search(r"--policy (\w+)", run) or ["", "owner"])[1] for run in runs}
    right = [policy for policy in POLICIES if policy in run_under and policy not in wrong]
    if not right:
        return None
    files = {os.path.basename(path): text}
    if path.endswith(".test"):
        parts = re.split(r"^#--- (\S+)\n", text, flags=re.M)
        files = dict(zip(parts[1::2], parts[2::2]))
    standard = re.search(r"--std (\S+)", runs[0])
    flags = [f"-std={standard[1]}"] if standard else []
    return Program(os.path.basename(path), right[0], flags, files)


def program(folder):
    """A folder of testdata/programs; its main file says `// right: POLICY`."""
    files = {}
    for path in sorted(glob.glob(os.path.join(folder, "*"))):
        with open(path, encoding="utf-8") as source:
            files[os.path.basename(path)] = source.read()
    policy = re.search(r"^// right: (\w+)$", "\n".join(files.values()), re.M)
    return Program(os.path.basename(folder), policy[1], [], files)


def programs(tests, testdata):
    """All right programs: the fixtures, then those of testdata/programs."""
    paths = sorted(path for kind in ("c", "cpp", "test")
                   for path in glob.glob(os.path.join(tests, "checks", "*." + kind)))
    fixtures = [found for path in paths if (found := fixture(path))]
    return fixtures + [program(folder)
                       for folder in sorted(glob.glob(os.path.join(testdata, "programs", "*")))]
