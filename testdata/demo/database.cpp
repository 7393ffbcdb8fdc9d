#include "database.h"

#include <stdexcept>

namespace station {

Database::Database(const std::string& path) {
  if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) {
    const std::string reason = sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw std::runtime_error(path + ": " + reason);
  }
  sqlite3_busy_timeout(handle_, 5000);
}

Database::~Database() { sqlite3_close(handle_); }

void Database::execute(const std::string& sql) {
  char* reason = nullptr;
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &reason) != SQLITE_OK) {
    const std::string text = reason != nullptr ? reason : "unknown error";
    sqlite3_free(reason);
    throw std::runtime_error(text);
  }
}

long long Database::count(const std::string& table) {
  sqlite3_stmt* statement = prepare("SELECT count(*) FROM " + table);
  sqlite3_step(statement);
  const long long rows = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return rows;
}

sqlite3_stmt* Database::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(handle_));  // finding: sqlite-connection-state
  return statement;
}

}  // namespace station
