// Stands in for SOCI: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
#include <string>
namespace soci {
namespace details {
class once_type {
 public:
  template <typename T>
  void operator<<(T const& t) {}
};
class prepare_type {
 public:
  template <typename T>
  void operator<<(T const& t) {}
};
}  // namespace details
class session {
 public:
  details::once_type once;
  details::prepare_type prepare;
  session();
  explicit session(const std::string& connectString);
  ~session();
  template <typename T>
  void operator<<(T const& t) {}
  void begin();
  void commit();

 private:
  void* backEnd_;
};
class transaction {
 public:
  explicit transaction(session& sql);
  ~transaction();
  void commit();

 private:
  void* sql_;
};
}  // namespace soci
