// No cancellation of the calling thread, for a scope.
//
// Reading and writing files are points at which a thread can be cancelled. The shim's own are
// none that the program can know of, and a thread cancelled there would take a lock of ours
// with it.
#pragma once

#include <pthread.h>

namespace lanyard {

class Uncancelled {
 public:
  Uncancelled() { pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before_); }
  ~Uncancelled() { pthread_setcancelstate(before_, nullptr); }
  Uncancelled(const Uncancelled&) = delete;
  Uncancelled& operator=(const Uncancelled&) = delete;

 private:
  int before_ = PTHREAD_CANCEL_ENABLE;
};

}  // namespace lanyard
