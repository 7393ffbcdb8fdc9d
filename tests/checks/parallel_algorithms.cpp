// RUN: %check %s
// With a parallel policy an algorithm calls the function on several threads at once;
// without, on this one.
#include <sqlite3.h>

#include <algorithm>
#include <execution>
#include <vector>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::vector<int> ids{1, 2, 3};
  std::for_each(ids.begin(), ids.end(), [db](int) { sqlite3_changes(db); });
  std::for_each(std::execution::seq, ids.begin(), ids.end(), [db](int) { sqlite3_changes(db); });
  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
  std::for_each(std::execution::par, ids.begin(), ids.end(), [db](int) { sqlite3_changes(db); });
  std::for_each(std::execution::par, ids.begin(), ids.end(), [](int) {
    sqlite3* own = nullptr;
    sqlite3_open("app.db", &own);
    sqlite3_close(own);
  });
  sqlite3_close(db);
}
