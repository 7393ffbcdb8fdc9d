// Stands in for POCO: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
namespace Poco {
class Runnable {
 public:
  virtual ~Runnable();
  virtual void run() = 0;
};
class Thread {
 public:
  using Callable = void (*)(void*);
  Thread();
  ~Thread();
  void start(Runnable& target);
  void start(Callable target, void* pData = nullptr);
  void join();
  bool isRunning() const;

 private:
  void* impl;
};
}  // namespace Poco
