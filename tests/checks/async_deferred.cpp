// RUN: %check %s
// Right: a deferred task runs on the thread that asks for its result.
#include <sqlite3.h>

#include <future>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  auto answer = std::async(std::launch::deferred, [db] {
    return sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  answer.get();
  sqlite3_close(db);
}
