"""Every name that the model's rows on threads and locks bear stands in a fixture, so that a row
which nobody ever saw work cannot be added: a name is a promise to find what it starts, or to keep
quiet where it guards.

The code of a fixture counts, not its comments; of a qualified name its first and its last part.
"""
# RUN: %python %s %tests/..
import pathlib
import re
import sys

import yaml

SECTIONS = ("spawns", "locks", "collected")
TRIGGERS = ("call", "construct", "destroy", "check")

# What a macro of the library's header expands to: the fixture has the macro.
EXPANSIONS = {
    "fuse_main_real": "fuse_main",
    "glib_autoptr_cleanup_GMutexLocker": "g_autoptr",
    "glib_autoptr_cleanup_GRecMutexLocker": "g_autoptr",
    "glib_autoptr_cleanup_GRWLockWriterLocker": "g_autoptr",
    "glib_autoptr_cleanup_GRWLockReaderLocker": "g_autoptr",
}


def names(model):
    """(file, section, name) of each row."""
    for path in sorted(model.glob("*.yaml")):
        text = yaml.safe_load(path.read_text(encoding="utf-8"))
        for section in SECTIONS:
            for row in text.get(section, []):
                for trigger in TRIGGERS:
                    named = row.get(trigger, [])
                    for name in [named] if isinstance(named, str) else named:
                        yield path.name, section, name


def words(fixture):
    """The words of a fixture's code."""
    text = fixture.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    return set(re.findall(r"\w+", text))


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    fixtures = [words(path) for path in (root / "tests/checks").iterdir()
                if path.suffix in (".c", ".cpp", ".test")]
    if not fixtures:
        sys.exit("no fixtures: is this the project's root?")
    missing = []
    for file, section, name in names(root / "checker/model"):
        parts = re.findall(r"\w+", EXPANSIONS.get(name, name).replace("operator()", ""))
        if not any({parts[0], parts[-1]} <= each for each in fixtures):
            missing.append(f"{file}: {section}: {name} stands in no fixture of tests/checks")
    print("\n".join(missing))
    return bool(missing)


sys.exit(main())
