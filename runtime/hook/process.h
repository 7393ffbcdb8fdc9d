// The shim as a whole, in this process: set-up, fork, exit.
#pragma once

#include <cerrno>
#include <string_view>

namespace lanyard::stack {
struct Stack;
}

namespace lanyard::hook {

struct Library;

/// Whether calls are to be checked: not when LANYARD_OPTIONS is wrong or asks for help.
/// Sets the shim up at the first call, which may come before its constructor has run, and
/// again in a forked child. To be asked before any lock is taken, since such a child may have
/// inherited it held.
bool is_checking();

/// Whether this is the process that is being checked: not a child that shares its memory (of
/// vfork), nor one whose fork has not been noticed yet.
bool is_this_process();

/// The calling thread is about to fork by the call `via`, at `stack` (nullptr: not known).
/// `via` lives as long as the process. To be taken back by forget_fork() in the parent.
void note_fork(std::string_view via, const stack::Stack* stack);
void forget_fork();

/// In a forked child, by its only thread, with no lock held: what it inherited is the
/// parent's, its violations and result file are its own.
void become_child();

/// How many modules the process was started with: the dynamic linker's global scope. They
/// stand first in its list, and stay.
unsigned startup_modules();

/// Says once that a function was called which the program's SQLite does not define.
void tell_missing(unsigned entry);

/// Whether the calling thread is inside the shim, in a Guard's scope.
[[gnu::visibility("hidden")]] extern constinit thread_local bool is_inside_shim;

/// Keeps the shim from tracking what happens inside itself on this thread, for a scope, and
/// keeps errno as it was.
class Guard {
 public:
  Guard() : errno_(errno), is_again_(is_inside_shim) { is_inside_shim = true; }
  ~Guard() {
    is_inside_shim = is_again_;
    errno = errno_;
  }
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
