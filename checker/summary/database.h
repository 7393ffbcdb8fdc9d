// Summaries of the translation units of a compile_commands.json.
//
// This is the door that `lanyard lint` uses: nothing of Clang shows through it, so
// that the command need not include Clang's headers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checker/summary/summary.h"

namespace lanyard::summary {

/// What became of one translation unit. When it does not parse, `error` says why in
/// one line, and `module` holds what could be summarised all the same.
struct Unit {
  std::string file;  // absolute
  std::string error;
  Module module;
};

/// A compile database. Thread-safe once loaded: summarise() may be called for several
/// files at once.
class Database {
 public:
  /// Loads BUILD/compile_commands.json. On failure returns nullptr and sets `error` to
  /// one line that names the file and says what to do.
  static std::unique_ptr<Database> load(const std::string& build, std::string& error);

  virtual ~Database() = default;

  /// The source files of the database, absolute and sorted, each once.
  virtual std::vector<std::string> files() const = 0;

  /// Parses `file` with the first command that the database has for it.
  virtual Unit summarise(const std::string& file) const = 0;
};

}  // namespace lanyard::summary
