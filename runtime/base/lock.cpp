// The shim's locks, all of them; see lock.h.
#include "runtime/base/lock.h"

namespace lanyard {

constinit Locks locks;

template <typename Each>
void Locks::each(Each each) {
  for (Lock* lock : {&modules, &report, &handles, &threads, &libraries, &depot, &scratch, &python,
                     &landmarks, &program_path})
    each(*lock);
}

void Locks::lock_all() {
  each([](Lock& lock) { lock.lock(); });
}

void Locks::unlock_all() {
  each([](Lock& lock) { lock.unlock(); });
}

bool Locks::reset_all() {
  bool was_held = false;
  each([&](Lock& lock) { was_held |= lock.reset(); });
  return was_held;
}

}  // namespace lanyard
