"""Holds the benchmarks to working: every part at a tiny size, without the network. Asserts what the
figures speak of and how many they are, never how fast anything was.

    bench_test.py BUILD
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.dom.minidom

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
BUILD = os.path.realpath(sys.argv.pop(1))
sys.path.insert(0, f"{SOURCE}/bench")

import measure  # noqa: E402
import page  # noqa: E402
import plot  # noqa: E402
import source  # noqa: E402
from table import Column, Table  # noqa: E402

# What the rows of each table are of, and which of their cells are spreads of rounds.
TABLES = {
    "speedtest": ("name", ["a shim that only forwards", "Lanyard's shim, `owner`",
                           "Lanyard's shim, `exclusive`", "Lanyard's shim, `serialized`",
                           "Lanyard's shim, `--sites`"], ["cpu"]),
    "python": ("name", ["Lanyard's shim, `owner`", "Lanyard's shim, `exclusive`",
                        "Lanyard's shim, `serialized`"], ["cpu"]),
    "start": ("name", ["plain", "a shim that only forwards", "Lanyard's shim"], ["took"]),
    "threads": ("threads", [1, 2], ["plain", "owner", "ratio", "grows"]),
    "handles": ("live", [10, 100], ["plain", "owner", "added"]),
    "memory": ("what", ["SQLite not yet called: KiB in all", "one open connection: KiB in all",
                        "each place of a Python program that makes statements: bytes"],
               ["plain", "owner", "added"]),
    "micro": ("name", ["`column_int`", "`column_text`", "`bind_int`", "`bind_text`", "`step`",
                       "`step_and_reset`", "`prepare_and_finalize`", "`exec`", "`changes`",
                       "`open_and_close`"], ["plain", "forwards", "owner", "ratio"]),
    "facts": ("name", ["`bench/programs/loop.c`, C",
                       "a C++ file with 12 headers of the standard library"],
              ["parse", "facts", "ratio"]),
    "link": ("program", 2 * ["a program, called from main"] + 2 * ["a library, called by nobody"],
             []),
    "lint": ("name", ["`lanyard lint`, cold", "nothing changed", "one header touched",
                      "`lanyard lint --all`, cold", "`clang -fsyntax-only` of all",
                      "`run-clang-tidy` with the plugin"], []),
}


def run(*arguments):
    return subprocess.run([f"{SOURCE}/bench/run", BUILD, *arguments], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


class Parts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.done = run("--tiny")

    def test_every_part_measures_what_it_says(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        tables = {}
        for name in sorted(os.listdir(f"{BUILD}/bench/tiny")):
            with open(f"{BUILD}/bench/tiny/{name}", encoding="utf-8") as result:
                tables.update({each["name"]: each for each in json.load(result)["tables"]})
        self.assertEqual(sorted(tables), sorted(TABLES))
        for name, (key, values, spreads) in TABLES.items():
            with self.subTest(name):
                rows = tables[name]["rows"]
                self.assertEqual([row[key] for row in rows], values)
                for row in rows:
                    for spread in spreads:
                        self.assertLessEqual(row[spread]["low"], row[spread]["high"])
                self.assertIn(tables[name]["title"], self.done.stdout)

    def test_the_shim_is_there_when_it_is_measured(self):
        with open(f"{BUILD}/bench/tiny/speedtest.json", encoding="utf-8") as result:
            rows = {row["name"]: row for row in json.load(result)["tables"][0]["rows"]}
        more = [rows[each]["instructions"] for each in TABLES["speedtest"][1]]
        self.assertGreater(min(more), 1)  # all of them add instructions to the plain program,
        self.assertGreater(more[1], more[0])  # ours more than one that does nothing,
        self.assertGreater(more[4], more[1])  # and more again when it lists sites

    def test_the_checker_finds_what_it_is_measured_on(self):
        rows = {}
        for name in ("checker", "lint"):
            with open(f"{BUILD}/bench/tiny/{name}.json", encoding="utf-8") as result:
                rows.update({each["name"]: each["rows"] for each in json.load(result)["tables"]})
        for row in rows["facts"]:
            self.assertGreater(row["size"], 0)
        for row in rows["link"]:
            self.assertGreaterEqual(row["functions"], 100)
            self.assertGreater(row["findings"], 0)
        self.assertEqual([rows["lint"][each]["parsed"] for each in (0, 3)], [2, 3])
        self.assertEqual([rows["lint"][each]["findings"] for each in (0, 3)], [1, 1])

    def test_every_table_has_its_place_on_a_page(self):
        text = ""
        for name in page.PAGES:
            with open(f"{page.DOCS}/{name}", encoding="utf-8") as one:
                text += one.read()
        for name in TABLES:
            self.assertEqual(text.count(f"<!-- bench: {name} -->"), 1, name)

    def test_a_program_that_fails_is_named(self):
        broken = measure.Variant("broken", ("/bin/sh", "-c", "echo because >&2; exit 3"))
        for take in (measure.output, measure.cpu_seconds):
            with self.assertRaisesRegex(measure.Failed, "broken.*ended with 3: because"):
                take(broken)

    def test_wrong_arguments(self):
        for wrong in (["nothing"], ["--rounds", "0"], ["--tiny", "--write"]):
            self.assertEqual(run(*wrong).returncode, 2, wrong)


class Rounds(unittest.TestCase):
    def test_order_is_turned_round_and_ratios_are_of_one_round(self):
        variants = [measure.Variant("a", ()), measure.Variant("b", ())]
        order = []

        def take(variant):
            order.append(variant.name)
            return len(order)

        figures = measure.interleaved(variants, 2, take)
        self.assertEqual("".join(order), "ab" "ab" "ba")
        self.assertEqual(figures, {"a": [3, 6], "b": [4, 5]})
        self.assertEqual(measure.ratio([2, 4, 9], [1, 1, 3]),
                         {"low": 2.5, "median": 3, "high": 3.5})
        self.assertEqual(measure.difference([2, 5, 9], [1, 1, 1]),
                         {"low": 2.5, "median": 4, "high": 6})
        self.assertEqual(measure.spread([7]), {"low": 7, "median": 7, "high": 7})


class Pages(unittest.TestCase):
    def setUp(self):
        spread = {"low": 1.0, "median": 1.25, "high": 1.5}
        self.table = Table("one", "One", "Measured so.", [Column("name", "tool"),
                                                          Column("cpu", "CPU", 2)],
                           [{"name": "a & b", "cpu": spread}, {"name": "c"}])
        self.machine = {"date": "2020-01-01", "cores": 2, "processor": "P", "kernel": "6",
                        "load": 1.0}

    def test_a_table_takes_the_place_of_the_old_one(self):
        before = "before\n<!-- bench: one -->\nold\n<!-- end -->\nafter <!-- end -->\n"
        once = page.replace(before, self.table, self.machine)
        self.assertIn("| a & b | 1.25 (1.00 to 1.50) |\n| c |  |", once)
        self.assertNotIn("old", once)
        self.assertTrue(once.startswith("before\n") and once.endswith("after <!-- end -->\n"))
        self.assertEqual(page.replace(once, self.table, self.machine), once)
        self.assertIsNone(page.replace("<!-- bench: other -->\n<!-- end -->", self.table, {}))

    def test_the_picture_is_well_formed_and_has_a_bar_for_each_row(self):
        rows = [self.table.rows[0], {"name": "slower", "cpu": {"low": 0.8, "median": 0.8,
                                                                "high": 0.8}}]
        picture = xml.dom.minidom.parseString(plot.overheads(rows))
        self.assertEqual(len(picture.getElementsByTagName("rect")), 2)
        texts = [each.firstChild.data for each in picture.getElementsByTagName("text")]
        for text in ("a & b", "+25 %", "slower", "-20 %"):
            self.assertIn(text, texts)


class Sources(unittest.TestCase):
    MIRROR = {"http://m/debian"}

    def test_one_line_entries(self):
        for entry, expected in {
                "deb http://m/debian bookworm main # why": "deb-src http://m/debian bookworm main",
                "deb [signed-by=/k.gpg] http://m/debian/ a main":
                    "deb-src [signed-by=/k.gpg] http://m/debian/ a main",
                "deb http://elsewhere/ a main": None,
                "deb-src http://m/debian a main": None,
                "# deb http://m/debian a main": None,
                "": None}.items():
            self.assertEqual(source.from_line(entry, self.MIRROR), expected, entry)

    def test_both_kinds_of_file(self):
        with tempfile.TemporaryDirectory() as machine, tempfile.TemporaryDirectory() as ours:
            os.makedirs(f"{machine}/sources.list.d")
            with open(f"{machine}/sources.list.d/a.list", "w", encoding="utf-8") as out:
                out.write("deb http://elsewhere/x a main\ndeb http://m/debian a main\n")
            with open(f"{machine}/sources.list.d/d.sources", "w", encoding="utf-8") as out:
                out.write("Types: deb deb-src\n# a comment\nURIs: http://m/debian/\n"
                          "  http://elsewhere/\nSuites: a\nComponents: main\n\n"
                          "Types: deb\nURIs: http://elsewhere/\nSuites: a\n\n"
                          "Enabled: no\nTypes: deb\nURIs: http://m/debian\nSuites: b\n")
            self.assertEqual(source.derive(machine, ours, self.MIRROR), 2)
            with open(f"{ours}/sources.list", encoding="utf-8") as text:
                self.assertEqual(text.read(), "deb-src http://m/debian a main\n")
            with open(f"{ours}/parts/source.sources", encoding="utf-8") as text:
                self.assertEqual(text.read(), "Types: deb-src\nURIs: http://m/debian/\nSuites: a\n"
                                              "Components: main\n")


if __name__ == "__main__":
    unittest.main()
