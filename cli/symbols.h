// Turns module + offset into functions, files and lines, after the run.
//
// The shim records addresses only, so that the program is not slowed down; LLVM's
// symbolizer reads the debug information here, separate files (debug link, build id
// under /usr/lib/debug) included.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/findings.h"

namespace lanyard::cli {

/// Not thread-safe. Caches what it has read of each module.
class Symbolizer {
 public:
  Symbolizer();
  ~Symbolizer();

  /// Names every native frame in the report that has no function yet.
  void resolve(Report& report);

  /// Replaces each frame by the frames that were inlined at its address, innermost first.
  /// A module that is gone or was rebuilt since (its build id differs) keeps the symbol
  /// that the shim saw.
  void resolve(std::vector<NativeFrame>& frames);

 private:
  struct Modules;
  void resolve(std::optional<NativeFrame>& frame);
  void resolve(Thread& thread);
  std::unique_ptr<Modules> modules_;
};

}  // namespace lanyard::cli
