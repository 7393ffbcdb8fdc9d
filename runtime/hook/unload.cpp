// dlclose, before which every instance of SQLite is pinned in memory.
//
// Nothing else unloads a library, so it need not be pinned earlier; and a call of SQLite, where one
// is first met, must not wait for the dynamic linker's lock: its owner may run a constructor that
// waits for the calling thread. What is known of the frames of its code is forgotten. Who calls
// dlclose makes no difference to it, so this is no jump.
#include "runtime/hook/entry.h"
#include "runtime/hook/next.h"
#include "runtime/hook/process.h"
#include "runtime/stack/callers.h"
#include "runtime/stack/module.h"

namespace {

using namespace lanyard;
using namespace lanyard::hook;

constinit Next<int(void*)> next_dlclose("dlclose");

}  // namespace

LANYARD_ENTRY int dlclose(void* handle) noexcept {
  stack::Unloading unloading;
  {
    Guard guard;
    if (!guard.is_again()) pin_libraries();
  }
  // Most often it is only used by one less. A child may have inherited the linker's lock held,
  // which is waited for to ask.
  const bool may_ask = is_this_process() && !stack::is_loader_left_alone();
  const unsigned long long unloads = may_ask ? stack::unload_count_unlocked() : 0;
  auto* const next = next_dlclose.get();
  const int answer = next ? next(handle) : -1;
  if (!may_ask || stack::unload_count_unlocked() != unloads) unloading.forget();
  return answer;
}
