#include "archive.h"

#include <sqlite3.h>

namespace station {
namespace {

void archive(sqlite3* database) {
  const char* sql = "CREATE TABLE IF NOT EXISTS archive (celsius REAL)";
  sqlite3_exec(database, sql, nullptr, nullptr, nullptr);  // violation: cross-thread-use
  sqlite3_close(database);                                 // violation: cross-thread-use
}

}  // namespace

std::thread start_archive(const std::string& path) {
  sqlite3* database = nullptr;
  sqlite3_open(path.c_str(), &database);
  return std::thread(archive, database);  // finding: sqlite-handle-transferred
}

}  // namespace station
