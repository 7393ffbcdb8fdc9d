#pragma once
#pragma GCC system_header
#include <Poco/Thread.h>
namespace Poco {
template <class C>
class Activity : public Runnable {
 public:
  typedef void (C::*Callback)();
  Activity(C* pOwner, Callback method) : owner_(pOwner), method_(method) {}
  ~Activity() {}
  void start() {}
  void stop() {}
  void wait() {}

 protected:
  void run() override {}

 private:
  C* owner_;
  Callback method_;
};
}  // namespace Poco
