// The shim's own memory; see memory.h.
#include "runtime/base/memory.h"

#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>

#include "runtime/base/lock.h"

namespace lanyard {

namespace {

// Free scratch buffers, linked through their first word.
constinit char* free_scratch = nullptr;

constinit std::atomic<bool> has_run_out{false};

void* run_out() {
  has_run_out.store(true, std::memory_order_relaxed);
  return nullptr;
}

char*& next_scratch(char* buffer) { return *reinterpret_cast<char**>(buffer); }

}  // namespace

void* map_pages(std::size_t size) {
  void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? run_out() : pages;
}

bool has_run_out_of_memory() { return has_run_out.load(std::memory_order_relaxed); }

std::size_t read_memory(const void* from, void* to, std::size_t size) {
  iovec local{to, size};
  iovec remote{const_cast<void*>(from), size};
  const ssize_t copied = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
  return copied < 0 ? 0 : static_cast<std::size_t>(copied);
}

void* Arena::allocate(std::size_t size) {
  size = size ? (size + 15) & ~std::size_t{15} : 16;
  if (size > left_) {
    const std::size_t wanted = size > kChunk ? size : kChunk;
    if (spent_ + wanted > kLimit) return run_out();
    char* chunk = static_cast<char*>(map_pages(wanted));
    if (!chunk) return nullptr;
    spent_ += wanted;
    next_ = chunk;
    left_ = wanted;
  }
  char* piece = next_;
  next_ += size;
  left_ -= size;
  return piece;
}

Scratch::Scratch() {
  {
    Locked locked(locks.scratch);
    data_ = free_scratch;
    if (data_) free_scratch = next_scratch(data_);
  }
  if (!data_) data_ = static_cast<char*>(map_pages(kSize));
}

Scratch::~Scratch() {
  if (!data_) return;
  Locked locked(locks.scratch);
  next_scratch(data_) = free_scratch;
  free_scratch = data_;
}

}  // namespace lanyard
