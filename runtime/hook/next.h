// The functions of libc that the shim stands in front of, as they are without it.
#pragma once

#include <atomic>
#include <string_view>

namespace lanyard::hook {

/// The definition of `name` in the first module behind the shim in load order: what
/// dlsym(RTLD_NEXT) finds, without the dynamic linker's lock. nullptr when there is none.
void* find_next(std::string_view name);

/// A function behind the shim, looked up once. Constant-initialised: the program may call it
/// before the shim's constructor has run.
template <typename Signature>
class Next {
 public:
  explicit constexpr Next(std::string_view name) : name_(name) {}

  /// The function, or nullptr.
  Signature* get() {
    void* found = found_.load(std::memory_order_relaxed);
    if (!found) found_.store(found = find_next(name_), std::memory_order_relaxed);
    return reinterpret_cast<Signature*>(found);
  }

 private:
  std::string_view name_;
  std::atomic<void*> found_{nullptr};
};

}  // namespace lanyard::hook
