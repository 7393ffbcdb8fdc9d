#pragma once
#pragma GCC system_header
#include <Poco/Thread.h>
namespace Poco {
template <class C>
class RunnableAdapter : public Runnable {
 public:
  typedef void (C::*Callback)();
  RunnableAdapter(C& object, Callback method);
  ~RunnableAdapter();
  void run() { (object_->*method_)(); }

 private:
  C* object_;
  Callback method_;
};
}  // namespace Poco
