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
  template <typename Allocator, unsigned Bits>
  class basic_executor_type {
    void* pool;
  };
  typedef basic_executor_type<void, 0> executor_type;
  executor_type get_executor();

 private:
  void* services;
};
class io_context {
 public:
  io_context();
  ~io_context();
  unsigned long run();
  template <typename Allocator, unsigned long Bits>
  class basic_executor_type {
    void* context;
  };
  typedef basic_executor_type<void, 0> executor_type;
  executor_type get_executor();

 private:
  void* services;
};
template <typename Executor>
class strand {
 public:
  explicit strand(const Executor& executor);

 private:
  void* implementation;
};
template <typename Context>
strand<typename Context::executor_type> make_strand(Context& context) {
  return strand<typename Context::executor_type>(context.get_executor());
}
template <typename Clock>
class basic_waitable_timer {
 public:
  explicit basic_waitable_timer(io_context& context);
  template <typename Handler>
  void async_wait(Handler&& handler) {}

 private:
  void* implementation;
};
struct steady_clock;
typedef basic_waitable_timer<steady_clock> steady_timer;
template <typename Executor, typename Handler>
void post(Executor& executor, Handler&& handler) {}
}  // namespace asio
}  // namespace boost
