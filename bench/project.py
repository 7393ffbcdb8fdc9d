"""A C++ project that nobody wrote, of which few files have to do with SQLite.

Modules of ten files with headers of their own and a dozen of the standard library's, and among them
SQLite files: wrappers without SQLite in their headers, a pool, a thread for each service. The same
numbers make the same project.
"""
import json
import os

STANDARD = ["algorithm", "chrono", "functional", "iostream", "map", "memory", "mutex", "optional",
            "regex", "string", "thread", "vector"]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def plain(number):
    """A file that has nothing to do with handles: header and source."""
    name, module = f"widget{number}", f"m{number // 10}"
    header = (f"#pragma once\n#include \"base/types.h\"\nnamespace app::{module} {{\nclass "
              f"Widget{number} {{\n public:\n  int compute{number}(const Table& table) const;\n"
              f"  std::string describe{number}() const;\n private:\n  Table table_;\n}};\n}}\n")
    before = number - 1 if number % 10 else number
    source = (f"#include \"{module}/{name}.h\"\n#include \"{module}/widget{before}.h\"\n"
              + "".join(f"#include <{each}>\n" for each in STANDARD)
              + f"namespace app::{module} {{\n"
              f"int Widget{number}::compute{number}(const Table& table)"
              " const {\n  std::vector<int> all;\n  for (const auto& [key, value] : table)\n"
              "    all.push_back(static_cast<int>(key.size()) + value);\n"
              "  std::sort(all.begin(), all.end());\n  return all.empty() ? 0 : all.back();\n}\n"
              f"std::string Widget{number}::describe{number}() const {{\n"
              "  static const std::regex blank(\"\\\\s+\");\n"
              f"  return std::regex_replace(std::to_string(compute{number}(table_)), blank, \"_\");"
              "\n}\n}\n")
    return [(f"src/{module}/{name}.h", header), (f"src/{module}/{name}.cpp", source)]


def sqlite(number):
    """A service: every fourth file is the wrapper, a pool, its user, or a thread of its own."""
    group, part = divmod(number, 4)
    standard = "".join(f"#include <{each}>\n" for each in STANDARD)
    folder = f"src/store{group}"
    store = f"Store{group}"
    if part == 0:
        return [(f"{folder}/store.h", f"#pragma once\n#include <memory>\nnamespace app {{\nclass "
                 f"{store} {{\n public:\n  {store}();\n  ~{store}();\n"
                 f"  void keep{group}(int key);\n private:\n  struct Impl;\n  std::unique_ptr<Impl> impl_;\n}};\n"
                 f"void serve{group}({store}& store);\nvoid report{group}({store}& store);\n"
                 f"void later{group}(std::shared_ptr<{store}> store);\n}}\n"),
                (f"{folder}/store.cpp", f"#include \"store{group}/store.h\"\n#include <sqlite3.h>\n"
                 f"{standard}namespace app {{\nstruct {store}::Impl {{ sqlite3* db = nullptr; }};\n"
                 f"{store}::{store}() : impl_(new Impl) {{ sqlite3_open(\"s.db\", &impl_->db); }}\n"
                 f"{store}::~{store}() {{ sqlite3_close(impl_->db); }}\n"
                 f"void {store}::keep{group}(int) {{ sqlite3_exec(impl_->db, \"insert into t values"
                 "(1)\", nullptr, nullptr, nullptr); }\n}\n")]
    bodies = {
        1: f"void serve{group}({store}& store) {{\n  std::thread worker([&] {{ "
           f"store.keep{group}(1); }});\n  store.keep{group}(2);\n  worker.join();\n}}\n",
        2: f"void report{group}({store}& store) {{\n  store.keep{group}(3);\n}}\n",
        3: f"void later{group}(std::shared_ptr<{store}> store) {{\n  std::thread([store] {{ "
           f"store->keep{group}(4); }}).detach();\n}}\n"}
    return [(f"{folder}/part{part}.cpp",
             f"#include \"store{group}/store.h\"\n{standard}namespace app {{\n{bodies[part]}}}\n")]


def generate(folder, units, sqlite_units):
    """Writes the project and its compile_commands.json, whose entries it answers."""
    files = [("src/base/types.h", "#pragma once\n#include <map>\n#include <string>\n#include "
              "<vector>\nnamespace app {\nusing Table = std::map<std::string, int>;\n}\n")]
    for number in range(sqlite_units):
        files += sqlite(number)
    for number in range(units - sqlite_units):
        files += plain(number)
    commands = []
    for path, text in files:
        write(f"{folder}/{path}", text)
        if path.endswith(".cpp"):
            commands.append({"directory": folder, "file": f"{folder}/{path}",
                             "arguments": ["c++", "-std=c++17", f"-I{folder}/src", "-c",
                                           f"{folder}/{path}", "-o", "x.o"]})
    write(f"{folder}/build/compile_commands.json", json.dumps(commands))
    return commands
