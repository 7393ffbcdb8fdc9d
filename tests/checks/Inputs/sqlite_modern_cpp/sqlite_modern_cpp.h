// Stands in for sqlite_modern_cpp: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
#include <sqlite3.h>

#include <memory>
#include <string>
namespace sqlite {
class database_binder {
 public:
  database_binder(std::shared_ptr<sqlite3> db, const std::string& sql);
  ~database_binder();
  void execute();
  template <typename T>
  database_binder& operator<<(const T&) {
    return *this;
  }

 private:
  std::shared_ptr<sqlite3> db_;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
};
class database {
 public:
  explicit database(const std::string& name);
  database_binder operator<<(const std::string& sql);
  sqlite3_int64 last_insert_rowid() const;

 private:
  std::shared_ptr<sqlite3> db_;
};
}  // namespace sqlite
