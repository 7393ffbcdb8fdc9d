// Stands in for SQLiteCpp: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
#include <string>
struct sqlite3;
namespace SQLite {
enum { OPEN_READWRITE = 2 };
class Database {
 public:
  explicit Database(const std::string& filename, int flags = 1);
  Database(const Database&) = delete;
  ~Database();
  int exec(const char* queries);
  sqlite3* getHandle() const noexcept;
  long long getLastInsertRowid() const noexcept;
  int getChanges() const noexcept;
  const char* getErrorMsg() const noexcept;

 private:
  void* handle;
};
class Column {
 public:
  int getInt() const;
  ~Column();
};
class Statement {
 public:
  Statement(const Database& database, const std::string& query);
  ~Statement();
  bool executeStep();
  int exec();
  Column getColumn(int index) const;

 private:
  void* statement;
};
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  void commit();

 private:
  void* database;
};
}  // namespace SQLite
