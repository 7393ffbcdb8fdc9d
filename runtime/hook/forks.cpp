// How processes begin and end; see forks.h.
//
// vfork and posix_spawn are left alone: their child shares our memory, so whatever it does
// here must change nothing. Functions that it may call ask is_this_process() first.
#include "runtime/hook/forks.h"

#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/hook/entry.h"
#include "runtime/hook/next.h"
#include "runtime/hook/process.h"
#include "runtime/record/report.h"
#include "runtime/stack/depot.h"
#include "runtime/stack/module.h"

namespace lanyard::hook {

namespace {

// Locks are held over a fork only by a thread that was not inside the shim when it forked.
constinit thread_local bool holds_locks = false;

stack::Range libc_text() {
  stack::Range text;
  stack::find_module([&](const stack::Module& module) {
    if (module.soname() != "libc.so.6") return false;
    text = module.text();
    return true;
  });
  return text;
}

/// Where the calling thread is about to fork, without libc's own frames; nullptr in a process
/// that has no handles to lose.
const stack::Stack* capture_site() {
  Guard guard;
  if (guard.is_again() || !is_checking() || !track::has_handles()) return nullptr;
  const record::Options& options = record::options();
  Scratch scratch;
  if (!scratch.data()) return nullptr;
  stack::Capture capture(scratch.data(), Scratch::kSize, options.stack_depth, options.python);
  const stack::Range libc = libc_text();
  for (stack::NativeStack& native = capture.native; native.count && libc.contains(native.pcs[0]);) {
    ++native.pcs;
    --native.count;
  }
  return stack::keep(capture);
}

void before_fork() {
  note_fork("fork", capture_site());
  if (is_inside_shim) return;
  locks.lock_all();
  holds_locks = true;
}

void after_fork() {
  if (!holds_locks) return;
  holds_locks = false;
  locks.unlock_all();
}

void after_fork_in_parent() {
  after_fork();
  forget_fork();
}

void after_fork_in_child() {
  after_fork();
  become_child();
}

/// The last chance for the result file's end. The status stays the program's own: a child
/// that leaves this way speaks to a parent that knows what its statuses mean.
void before_exit() {
  Guard guard;
  if (!guard.is_again() && is_this_process()) record::finish();
}

constinit Next<pid_t()> next_fork("_Fork");
constinit Next<int(int (*)(void*), void*, int, void*, ...)> next_clone("clone");
constinit Next<void(int)> next_exit("_exit");

[[noreturn]] void leave(int status) {
  if (auto* next = next_exit.get()) next(status);
  for (;;) syscall(SYS_exit_group, status);
}

}  // namespace

void watch_forks() {
  pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
  next_fork.get();
  next_clone.get();
  next_exit.get();
}

}  // namespace lanyard::hook

// NOLINTBEGIN(bugprone-reserved-identifier): they are libc's names.

#if __GLIBC_PREREQ(2, 34)
LANYARD_ENTRY pid_t _Fork() noexcept {
  using namespace lanyard::hook;
  auto* next = next_fork.get();
  if (!next) return errno = ENOSYS, -1;
  note_fork("_Fork", capture_site());
  const pid_t child = next();
  if (child) forget_fork();
  return child;
}
#endif

// The child of clone() runs `run` on a stack of its own and never returns here. Which of the
// last three arguments there are depends on the flags; the kernel ignores the others.
LANYARD_ENTRY int clone(int (*run)(void*), void* stack, int flags, void* argument, ...) noexcept {
  using namespace lanyard::hook;
  std::va_list rest;
  va_start(rest, argument);
  void* parent_id = va_arg(rest, void*);
  void* storage = va_arg(rest, void*);
  void* child_id = va_arg(rest, void*);
  va_end(rest);
  auto* next = next_clone.get();
  if (!next) return errno = ENOSYS, -1;
  if (flags & CLONE_VM) return next(run, stack, flags, argument, parent_id, storage, child_id);
  note_fork("clone", capture_site());
  const int child = next(run, stack, flags, argument, parent_id, storage, child_id);
  forget_fork();
  return child;
}

LANYARD_ENTRY void _exit(int status) {
  lanyard::hook::before_exit();
  lanyard::hook::leave(status);
}

LANYARD_ENTRY void _Exit(int status) noexcept {
  lanyard::hook::before_exit();
  lanyard::hook::leave(status);
}

// NOLINTEND(bugprone-reserved-identifier)
