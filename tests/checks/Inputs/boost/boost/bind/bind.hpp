#pragma once
#pragma GCC system_header
namespace boost {
namespace _bi {
template <class R, class F, class L>
class bind_t {
 public:
  void operator()() {}

 private:
  F f_;
  L l_;
};
}  // namespace _bi
template <class F, class A1>
_bi::bind_t<void, F, A1> bind(F f, A1 a1) {
  return {};
}
}  // namespace boost
