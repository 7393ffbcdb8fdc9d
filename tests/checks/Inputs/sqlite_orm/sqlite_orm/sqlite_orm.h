// Stands in for sqlite_orm: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
#include <string>
namespace sqlite_orm {
namespace internal {
struct storage_base {
  void begin_transaction();
  void commit();
};
template <class... DBO>
struct storage_t : storage_base {
  explicit storage_t(std::string filename);
  template <class O>
  int insert(const O& object) {
    return static_cast<int>(sizeof object);
  }
};
}  // namespace internal
template <class... DBO>
internal::storage_t<DBO...> make_storage(std::string filename, DBO...) {
  return internal::storage_t<DBO...>(filename);
}
}  // namespace sqlite_orm
