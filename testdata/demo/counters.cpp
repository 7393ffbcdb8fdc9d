#include "counters.h"

#include <sqlite3.h>

#include <mutex>
#include <thread>

namespace station {

int count_events(const std::string& path, int events) {
  sqlite3* database = nullptr;
  std::mutex mutex;
  sqlite3_open(path.c_str(), &database);
  sqlite3_exec(database, "CREATE TABLE IF NOT EXISTS event (at INTEGER)", nullptr, nullptr,
               nullptr);

  const auto add = [&] {
    for (int i = 0; i < events; ++i) {
      std::lock_guard<std::mutex> lock(mutex);
      const char* sql = "INSERT INTO event VALUES (1)";
      sqlite3_exec(database, sql, nullptr, nullptr, nullptr);  // violation: cross-thread-use
    }
  };
  std::thread first(add);   // finding: sqlite-handle-guarded
  std::thread second(add);  // finding: sqlite-handle-guarded
  first.join();
  second.join();

  const int rows = sqlite3_total_changes(database);
  sqlite3_close(database);
  return rows;
}

}  // namespace station
