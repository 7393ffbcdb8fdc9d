// The shim as a whole, in this process; see process.h.
#include "runtime/hook/process.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/hook/entries.h"
#include "runtime/hook/forks.h"
#include "runtime/hook/loader.h"
#include "runtime/hook/loads.h"
#include "runtime/hook/threads.h"
#include "runtime/record/report.h"
#include "runtime/record/suppressions.h"
#include "runtime/stack/module.h"
#include "runtime/track/fork.h"
#include "runtime/track/handles.h"

namespace lanyard::hook {

namespace {

enum State : int { unset, setting, checking, off };

constinit std::atomic<int> state{unset};
constinit std::atomic<unsigned> modules_at_start{0};
constinit std::atomic<pid_t> process{0};
// What the calling thread tells its child of the fork that it is about to make.
constinit thread_local track::ForkSite site_to_come{0, "unknown", nullptr};

/// Reads LANYARD_OPTIONS. A mistake is told, and the program runs on unchecked.
bool read_options() {
  // Nothing in a set-user-ID program, where it would say what is written with another's rights.
  const char* text = secure_getenv("LANYARD_OPTIONS");
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

/// Leaves this child of a fork alone, as something in it that was inside `what` stays so.
void run_unchecked(std::string_view what) {
  stack::leave_loader_alone();
  state.store(off, std::memory_order_release);
  char buffer[256];
  Text text(buffer, sizeof(buffer));
  text.add("process ").number(static_cast<std::uint64_t>(getpid()));
  text.add(" was forked while another thread was inside ").add(what);
  record::tell(text.add("; it runs unchecked").view());
}

void set_up() {
  int expected = unset;
  if (!state.compare_exchange_strong(expected, setting)) return;
  Guard guard;
  unsigned count = 0;
  stack::find_module([&](const stack::Module&) { return ++count, false; });
  modules_at_start.store(count, std::memory_order_relaxed);
  stack::find_loader_state();
  process.store(getpid(), std::memory_order_relaxed);
  track::begin_process();
  const bool is_on = read_options();
  if (is_on && record::options().sites) track::route_slowly();
  state.store(is_on ? checking : off, std::memory_order_release);
  look_at_startup();
}

/// In a child whose fork ran no handlers, on its only thread. A lock that a thread of the
/// parent held will never be released, and what it guards may be half changed.
void meet_child() {
  Guard guard;
  if (locks.reset_all())
    run_unchecked("the shim, by a call that runs no fork handlers");
  else
    become_child();
}

/// The last thing that runs in the process: handlers run in the reverse order of their
/// registration, and this one is registered before the program's, and before the dynamic
/// linker's that runs the libraries' destructors. glibc lets a handler of exit() call it
/// again with another status, by `again`; it then goes on where it was, and flushes stdio.
void end(void (*again)(int)) {
  if (!is_this_process()) return;
  Guard guard;
  if (guard.is_again()) return;  // a signal handler's exit(), out of the shim's own code
  look_at_end();
  const int status = static_cast<int>(record::options().exitcode);
  if (record::finish() && status) again(status);
}

void at_exit(int, void*) { end(std::exit); }

/// quick_exit() has handlers of its own, and is as patient.
void at_quick_exit() { end(std::quick_exit); }

__attribute__((constructor)) void load() {
  watch_forks();
  watch_threads();
  open_doors();
  on_exit(at_exit, nullptr);
  std::at_quick_exit(at_quick_exit);
  is_checking();
}

}  // namespace

constinit thread_local bool is_inside_shim = false;

bool is_checking() {
  const int seen = state.load(std::memory_order_acquire);
  if (seen == unset) set_up();
  if (seen == checking && track::is_new_process()) meet_child();
  return state.load(std::memory_order_acquire) == checking;
}

bool is_this_process() {
  return state.load(std::memory_order_acquire) == checking && !track::is_new_process() &&
         process.load(std::memory_order_relaxed) == getpid();
}

void note_fork(std::string_view via, const stack::Stack* stack) {
  track::forget_stepped();  // the child would take it for its own
  site_to_come.via = via;
  site_to_come.stack = stack;
}

void forget_fork() { note_fork("unknown", nullptr); }

void become_child() {
  if (state.load(std::memory_order_acquire) != checking) return;
  if (stack::is_loader_busy()) return run_unchecked("the dynamic linker");
  site_to_come.pid = static_cast<std::uint32_t>(process.load(std::memory_order_relaxed));
  track::leave_parent(site_to_come);
  forget_fork();
  record::start_over();
  process.store(getpid(), std::memory_order_relaxed);
  track::begin_process();
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

}  // namespace lanyard::hook
