// Which translation units can have something to do with a name, by their texts alone.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "checker/scan/files.h"

namespace lanyard::scan {

/// What makes a unit matter from the start.
struct Interests {
  Words anywhere;               // in any file that it includes: what speaks of handles
  std::vector<Words> together;  // all of these in what it includes: a class and its namespaces
  Words in_project;             // used in a file that is not the toolchain's: what forks
};

/// A function or global that somebody has to have: its own name, and those that stand before it.
struct Wanted {
  std::string name;
  std::vector<std::string> scopes;
};

class Units {
 public:
  explicit Units(Files& files) : files_(files) {}

  /// Adds a unit: its main file, and where what it includes is looked for. Returns its number.
  std::size_t add(const std::string& main, const std::shared_ptr<const SearchPath>& search);

  /// Whether the unit matters from the start. `reason` gets a clause in either case.
  bool matters(std::size_t unit, const Interests& interests, std::string& reason) const;

  /// Whether the unit may call, take the address of or refer to what is wanted.
  bool may_mention(std::size_t unit, const Wanted& wanted) const;

  /// Whether the unit may hold the body of what is wanted.
  bool may_define(std::size_t unit, const Wanted& wanted) const;

  /// Whether the text of the main file itself has one of the words.
  bool main_has(std::size_t unit, const Words& words) const;

 private:
  struct File {
    FileId id;
    bool is_toolchain;
  };
  struct Unit {
    FileId main = kNoFile;
    bool is_opaque = false;
    std::vector<File> files;  // all that it includes, the main file first
  };
  /// What the files include, as one search path finds it.
  struct Resolution {
    std::map<FileId, std::vector<File>> included;
    std::set<FileId> lacking;  // they include something by a path of their own that is not there
    std::map<std::pair<std::string, std::string>, std::vector<File>> by_name;
  };

  const std::vector<File>& includes_of(FileId file, const SearchPath& search, Resolution& known);
  std::vector<File> look_up(const Include& include, const std::string& folder,
                            const SearchPath& search, Resolution& known);
  bool has_scopes(const Unit& unit, const Wanted& wanted) const;

  Files& files_;
  std::vector<Unit> units_;
  std::map<std::shared_ptr<const SearchPath>, Resolution> resolutions_;
};

}  // namespace lanyard::scan
