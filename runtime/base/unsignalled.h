// Writing without the signals that a failed write raises.
//
// SIGPIPE and SIGXFSZ end a program that does not expect them, and it cannot expect them
// of a write that is the shim's.
#pragma once

#include <csignal>

namespace lanyard {

/// Blocks both signals in the calling thread for a scope. failed() must be told of each
/// write that failed, so that the signal it left does not arrive afterwards; one that was
/// pending before, or that somebody sent, does.
class Unsignalled {
 public:
  Unsignalled();
  ~Unsignalled();
  Unsignalled(const Unsignalled&) = delete;
  Unsignalled& operator=(const Unsignalled&) = delete;

  /// `error`: the errno of the write.
  void failed(int error);

 private:
  sigset_t before_;
  sigset_t pending_;
};

}  // namespace lanyard
