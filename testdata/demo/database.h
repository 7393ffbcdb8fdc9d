// A connection that closes itself. Right as it stands: whoever has one uses it on one
// thread, and the bugs of this service are in who does not.
#pragma once

#include <sqlite3.h>

#include <string>

namespace station {

class Database {
 public:
  explicit Database(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const std::string& sql);
  long long count(const std::string& table);
  sqlite3_stmt* prepare(const std::string& sql);

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace station
