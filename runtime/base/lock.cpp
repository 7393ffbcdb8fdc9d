// The shim's locks, all of them; see lock.h.
#include "runtime/base/lock.h"

namespace lanyard {

constinit Locks locks;

void Locks::lock_all() {
  for (Lock* lock : {&modules, &report, &handles, &libraries, &depot, &scratch, &python, &landmarks,
                     &program_path})
    lock->lock();
}

void Locks::unlock_all() {
  for (Lock* lock : {&modules, &report, &handles, &libraries, &depot, &scratch, &python, &landmarks,
                     &program_path})
    lock->unlock();
}

}  // namespace lanyard
