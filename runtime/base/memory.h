// Memory that the shim keeps for itself, taken from mmap.
//
// The program's allocator is out of bounds: a call of SQLite may come from inside
// malloc's own hooks, from a signal handler, or before malloc is ready.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lanyard {

/// Fresh zeroed pages, or nullptr with errno set when the system has none to give. Never freed.
void* map_pages(std::size_t size);

/// Whether there was ever less than was asked for, so that something went unwatched.
bool has_run_out_of_memory();

/// Copies `size` bytes of this process from `from`, which need not be mapped: another
/// thread may have freed it. Returns how many bytes could be copied.
std::size_t read_memory(const void* from, void* to, std::size_t size);

/// Hands out small pieces of mapped pages that live as long as the process. Not
/// thread-safe: its owner's lock guards it.
class Arena {
 public:
  /// Zeroed memory aligned for a pointer, or nullptr when `limit` bytes are spent.
  void* allocate(std::size_t size);

 private:
  static constexpr std::size_t kChunk = std::size_t{256} * 1024;
  static constexpr std::size_t kLimit = std::size_t{256} * 1024 * 1024;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t spent_ = 0;
};

/// Type-stable storage: what was once a T stays a T, so that a thread without the lock
/// may read a stale one without harm. Not thread-safe: its owner's lock guards it.
///
/// A T of whole cache lines begins at one: all pieces of a pool are of one size, and lie in pages.
template <typename T>
class Pool {
 public:
  /// A T as its last user left it, or a zeroed one; nullptr when memory is spent.
  T* take() {
    if (!free_) return static_cast<T*>(arena_.allocate(sizeof(T)));
    T* taken = free_;
    free_ = taken->next_free;
    return taken;
  }

  void give(T* item) {
    item->next_free = free_;
    free_ = item;
  }

 private:
  T* free_ = nullptr;
  Arena arena_;
};

/// A large buffer for the length of a scope. The program's stack may be too small for
/// a report, so these come from a list of mapped ones.
class Scratch {
 public:
  static constexpr std::size_t kSize = std::size_t{512} * 1024;
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  /// kSize bytes of unspecified content, or nullptr when there is no memory.
  char* data() const { return data_; }

 private:
  char* data_;
};

}  // namespace lanyard
