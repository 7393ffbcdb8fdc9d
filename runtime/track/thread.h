// The threads of the process, by numbers that are never reused.
//
// pthread_self() values and kernel thread ids are reused at once, so a thread that
// inherits one would pass for the owner of a dead thread's handles.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/stack/python.h"

namespace lanyard::track {

/// The calling thread's number: 1 for the first thread that called SQLite, 0 until the
/// shim has seen the thread. Trivially destructible, since thread-specific destructors
/// of the program still call SQLite.
extern constinit thread_local std::uint32_t this_thread;

/// Gives the calling thread its number, if it has none, and returns it.
std::uint32_t number_this_thread();

/// The kernel's id of the calling thread; asked once a thread and process.
std::uint32_t kernel_id();

/// The highest number given so far.
std::uint32_t threads_seen();

/// In a forked child: the calling thread, whom the child has from its parent, is another one
/// now, and has yet to be numbered.
void forget_this_thread();

/// A thread as a report names it, copied while it is known to run.
struct ThreadName {
  std::uint32_t number = 0;
  std::uint32_t kernel_id = 0;
  char name[64] = "";
};

/// Names the calling thread: as Python does where it has a name there, else by the name
/// the system has for it.
ThreadName name_this_thread(const stack::PythonStack& python);

}  // namespace lanyard::track
