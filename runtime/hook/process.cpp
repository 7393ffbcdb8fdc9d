// The shim as a whole, in this process; see process.h.
#include "runtime/hook/process.h"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/hook/entries.h"
#include "runtime/record/report.h"
#include "runtime/record/suppressions.h"
#include "runtime/stack/module.h"

namespace lanyard::hook {

namespace {

enum State : int { unset, setting, checking, off };

constinit std::atomic<int> state{unset};
constinit std::atomic<unsigned> modules_at_start{0};
constinit thread_local bool is_inside = false;
constinit std::atomic<pid_t> process{0};
// Locks are held over a fork only by a thread that was not inside the shim when it forked.
constinit thread_local bool holds_locks = false;

/// Reads LANYARD_OPTIONS. A mistake is told, and the program runs on unchecked.
bool read_options() {
  const char* text = std::getenv("LANYARD_OPTIONS");
  char buffer[4096];
  Text answer(buffer, sizeof(buffer));
  record::Options& options = record::options();
  if (!record::parse_options(text ? text : "", options, answer) ||
      !record::read_suppressions(options.suppressions.text, answer)) {
    record::tell(answer.add("; the program runs unchecked").view());
    return false;
  }
  if (options.help) {
    record::print_help(answer);
    write_all(STDERR_FILENO, answer.view());
  }
  return !options.help;
}

void set_up() {
  int expected = unset;
  if (!state.compare_exchange_strong(expected, setting)) return;
  Guard guard;
  unsigned count = 0;
  stack::find_module([&](const stack::Module&) { return ++count, false; });
  modules_at_start.store(count, std::memory_order_relaxed);
  process.store(getpid(), std::memory_order_relaxed);
  state.store(read_options() ? checking : off, std::memory_order_release);
}

void before_fork() {
  if (is_inside) return;
  locks.lock_all();
  holds_locks = true;
}

void after_fork() {
  if (!holds_locks) return;
  holds_locks = false;
  locks.unlock_all();
}

void become_child() {
  process.store(getpid(), std::memory_order_relaxed);
  track::forget_kernel_id();
  record::start_over();
}

void after_fork_in_child() {
  after_fork();
  become_child();
}

/// The last thing that runs in the process: handlers run in the reverse order of their
/// registration, and this one is registered before the program's, and before the dynamic
/// linker's that runs the libraries' destructors. glibc lets a handler of exit() call it
/// again with another status; it then goes on where it was, and flushes stdio.
void at_exit(int, void*) {
  if (state.load() != checking || process.load() != getpid()) return;
  Guard guard;
  if (guard.is_again()) return;  // a signal handler's exit(), out of the shim's own code
  const int status = static_cast<int>(record::options().exitcode);
  if (record::finish() && status) std::exit(status);
}

__attribute__((constructor)) void load() {
  pthread_atfork(before_fork, after_fork, after_fork_in_child);
  on_exit(at_exit, nullptr);
  is_checking();
}

}  // namespace

bool is_checking() {
  if (state.load(std::memory_order_acquire) == unset) set_up();
  return state.load(std::memory_order_acquire) == checking;
}

unsigned startup_modules() {
  is_checking();
  return modules_at_start.load(std::memory_order_relaxed);
}

void tell_missing(unsigned entry) {
  static constinit std::atomic<bool> has_told{false};
  if (has_told.exchange(true)) return;
  char buffer[256];
  Text text(buffer, sizeof(buffer));
  text.add("the program calls ").add(row(entry).name);
  record::tell(text.add(", which its SQLite does not have; the call is refused").view());
}

Guard::Guard() : errno_(errno), is_again_(is_inside) { is_inside = true; }

Guard::~Guard() {
  is_inside = is_again_;
  errno = errno_;
}

}  // namespace lanyard::hook
