// Writing without the signals that a failed write raises; see unsignalled.h.
#include "runtime/base/unsignalled.h"

#include <cerrno>
#include <ctime>

namespace lanyard {

Unsignalled::Unsignalled() {
  sigset_t raised;
  sigemptyset(&raised);
  sigaddset(&raised, SIGPIPE);
  sigaddset(&raised, SIGXFSZ);
  sigpending(&pending_);
  pthread_sigmask(SIG_BLOCK, &raised, &before_);
}

Unsignalled::~Unsignalled() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

void Unsignalled::failed(int error) {
  const int signal = error == EPIPE ? SIGPIPE : error == EFBIG ? SIGXFSZ : 0;
  if (!signal || sigismember(&pending_, signal) == 1) return;
  sigset_t raised;
  sigemptyset(&raised);
  sigaddset(&raised, signal);
  const timespec at_once{};
  sigtimedwait(&raised, nullptr, &at_once);
}

}  // namespace lanyard
