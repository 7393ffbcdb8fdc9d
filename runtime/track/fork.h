// Which process this is: a forked child is another one, and what it inherited is not its own.
//
// fork() runs handlers, _Fork, clone and the bare system calls run none. What all of them do is
// copy the memory, so the kernel is asked to wipe one page of the copy: a word in it, which every
// call of SQLite loads, says that the process is new. vfork copies nothing, and is seen by
// nothing here.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/track/thread.h"

namespace lanyard::stack {
struct Stack;
}

namespace lanyard::track {

#if defined(__x86_64__)
inline constexpr std::size_t kLargestPage = 4096;
#else
inline constexpr std::size_t kLargestPage = 65536;
#endif

/// Pages of their own, which the kernel empties in a forked child. `same` has all bits set
/// once begin_process() has run in this process, and none before; after route_slowly() one that
/// no thread's number has.
struct alignas(kLargestPage) ProcessPage {
  std::atomic<std::uint32_t> same;
};
[[gnu::visibility("hidden")]] extern constinit ProcessPage process_page;

/// What the common path of a call compares the owner of a connection with: the calling thread's
/// number, where it has one in this process and calls are not to go slowly; else 0, which is no
/// owner's.
inline std::uint32_t fast_identity() {
  return this_thread.number & process_page.same.load(std::memory_order_relaxed);
}

/// Whether begin_process() has yet to run in this process.
inline bool is_new_process() { return !process_page.same.load(std::memory_order_relaxed); }

/// The calling thread's number where it has one in this process, else 0.
inline std::uint32_t identity() { return is_new_process() ? 0 : this_thread.number; }

/// From now on every call takes the slow path, where each is looked at. What is asked for by
/// few costs the others nothing so.
void route_slowly();

/// How a process came to be forked.
struct ForkSite {
  std::uint32_t pid;                    // of the parent
  std::string_view via;                 // "fork", "_Fork", "clone" or "unknown"
  const stack::Stack* stack = nullptr;  // where; nullptr when not known
};

/// Makes this the process that the calling thread's number and its connections belong to.
/// The wiping is asked for once; a kernel before 4.14 cannot, and leaves it to fork handlers.
void begin_process();

/// In a forked child, by its only thread: all threads numbered so far are the parent's, and the
/// calling one is new. begin_process() follows.
void leave_parent(const ForkSite& site);

/// Whether this process came out of a fork that leave_parent() was told of.
bool was_forked();

/// The fork that stands between a thread with that number and this process, the first one
/// after its connections were opened; nullptr for a thread of this process.
const ForkSite* fork_since(std::uint32_t thread);

}  // namespace lanyard::track
