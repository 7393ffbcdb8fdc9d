// The shim as a whole, in this process: set-up, fork, exit.
#pragma once

namespace lanyard::hook {

struct Library;

/// Whether calls are to be checked: not when LANYARD_OPTIONS is wrong or asks for help.
/// Sets the shim up at the first call, which may come before its constructor has run.
bool is_checking();

/// How many modules the process was started with: the dynamic linker's global scope. They
/// stand first in its list, and stay.
unsigned startup_modules();

/// Says once that a function was called which no SQLite in the process defines.
void tell_missing(unsigned entry);

/// Keeps the shim from tracking what happens inside itself on this thread, for a scope, and
/// keeps errno as it was.
class Guard {
 public:
  Guard();
  ~Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  /// Whether this thread was inside the shim already: its own call of SQLite, or a signal
  /// handler's.
  bool is_again() const { return is_again_; }

 private:
  int errno_;
  bool is_again_;
};

}  // namespace lanyard::hook
