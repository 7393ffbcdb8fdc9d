// One translation unit from its command line: parsed by Clang, and summarised.
//
// This and database.h are the doors that the command uses: nothing of Clang shows through
// them, so that it need not include Clang's headers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checker/model/model.h"
#include "checker/summary/summary.h"

namespace lanyard::summary {

/// One way in which a build compiles one file.
struct Command {
  std::string file;                  // absolute, without `.` or `..`
  std::string directory;             // where the compiler runs; absolute
  std::vector<std::string> line;     // the compiler and its arguments, `file` among them
  std::vector<std::string> targets;  // what the object goes into, where the build tells; sorted
};

/// What became of one translation unit. When it does not parse, `error` says why in
/// one line, and `module` holds nothing: Clang leaves what it could not parse half made.
struct Unit {
  std::string file;  // absolute
  std::string error;
  Module module;
  /// Where the files are that the module names otherwise than by their path below the root.
  std::map<std::string, std::string> elsewhere;
  /// All files that were read, absolute, the source first; and, if a file was not there, the
  /// folders in which it can turn up.
  std::vector<std::string> inputs;
  bool may_mend_itself = false;  // the error can go away though no input changes
};

/// Parses and summarises one file. A module names files so that it does not depend on where
/// the project stands: by their path below the folder `root`; others, which a folder of the
/// compiler's search path holds, as `<their path below that folder>`; the rest by a path that
/// begins with `..`. Thread-safe.
Unit summarise(const Command& command, const model::Library& library, const std::string& root);

/// The link target that an object file is for: the NAME of CMake's `CMakeFiles/NAME.dir/…`,
/// the folder of Meson's `NAME.p/…`; "" where its path tells nothing.
std::string target_of(const std::string& object);

/// The value of a command line's `-o`, or "".
std::string output_of(const std::vector<std::string>& line);

}  // namespace lanyard::summary
