// Stands in for oneTBB: what the fixtures use, in the namespaces that it is in.
#pragma once
#pragma GCC system_header
namespace tbb {
namespace detail {
namespace d1 {
template <typename Index, typename Function>
void parallel_for(Index first, Index last, const Function& f) {
  f(first);
}
template <typename F0, typename F1>
void parallel_invoke(const F0& f0, const F1& f1) {
  f0();
  f1();
}
class task_group {
 public:
  task_group();
  ~task_group();
  template <typename F>
  void run(F&& f) {
    f();
  }
  int wait();

 private:
  void* context;
};
}  // namespace d1
}  // namespace detail
inline namespace v1 {
using detail::d1::parallel_for;
using detail::d1::parallel_invoke;
using detail::d1::task_group;
}  // namespace v1
}  // namespace tbb
