// The functions of libc that the shim stands in front of, as they are without it.
#pragma once

#include <atomic>

namespace lanyard::hook {

/// What dlsym(RTLD_NEXT) finds for the shim: the default version of `name` in the first module
/// behind it. nullptr when there is none. Waits for the dynamic linker's lock, so that it is
/// best asked when the process starts.
void* find_next(const char* name);

/// A function behind the shim, looked up once. Constant-initialised: the program may call it
/// before the shim's constructor has run.
template <typename Signature>
class Next {
 public:
  explicit constexpr Next(const char* name) : name_(name) {}

  /// The function, or nullptr.
  Signature* get() {
    void* found = found_.load(std::memory_order_relaxed);
    if (!found) found_.store(found = find_next(name_), std::memory_order_relaxed);
    return reinterpret_cast<Signature*>(found);
  }

 private:
  const char* name_;
  std::atomic<void*> found_{nullptr};
};

}  // namespace lanyard::hook
