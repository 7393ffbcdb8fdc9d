// Stands in for SOCI: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
#include <string>
namespace soci {
class session {
 public:
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
