// RUN: %check %s
// RUN: %check %s --std c++11
// std::async; the future is kept, so both run at once until get().
#include <sqlite3.h>

#include <future>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  auto answer = std::async(std::launch::async, [db] {
    return sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  return answer.get();
}
