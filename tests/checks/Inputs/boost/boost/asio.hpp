// Stands in for Boost.Asio: what the fixtures use, as Boost declares it.
#pragma once
#pragma GCC system_header
namespace boost {
namespace asio {
class thread_pool {
 public:
  explicit thread_pool(unsigned long num_threads);
  ~thread_pool();
  void join();

 private:
  void* services;
};
class io_context {
 public:
  io_context();
  ~io_context();
  unsigned long run();

 private:
  void* services;
};
template <typename Executor, typename Handler>
void post(Executor& executor, Handler&& handler) {}
}  // namespace asio
}  // namespace boost
