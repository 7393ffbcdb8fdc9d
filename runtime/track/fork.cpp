// Which process this is; see fork.h.
#include "runtime/track/fork.h"

#include <sys/mman.h>

namespace lanyard::track {

constinit ProcessPage process_page{};

namespace {

// A process forked from a forked one, and so on; of a longer line the first ones are kept.
constexpr std::size_t kMostForks = 16;

struct Fork {
  std::uint32_t threads;  // the highest number a thread had by then
  ForkSite site;
};

constinit Fork forks[kMostForks] = {};
constinit std::size_t fork_count = 0;

// Threads are numbered from 1 on, one by one.
constexpr std::uint32_t kNoThreads = std::uint32_t{1} << 31;

constinit std::atomic<std::uint32_t> same{UINT32_MAX};  // of the page, in this process

}  // namespace

void begin_process() {
  madvise(&process_page, sizeof(process_page), MADV_WIPEONFORK);
  process_page.same.store(same.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

void route_slowly() {
  same.store(kNoThreads, std::memory_order_relaxed);
  process_page.same.store(kNoThreads, std::memory_order_relaxed);
}

void leave_parent(const ForkSite& site) {
  const std::uint32_t threads = threads_seen();
  if (fork_count < kMostForks)
    forks[fork_count++] = {threads, site};
  else
    forks[kMostForks - 1].threads = threads;
  forget_threads();
}

bool was_forked() { return fork_count != 0; }

const ForkSite* fork_since(std::uint32_t thread) {
  if (!thread) return nullptr;
  for (std::size_t i = 0; i < fork_count; ++i)
    if (thread <= forks[i].threads) return &forks[i].site;
  return nullptr;
}

}  // namespace lanyard::track
