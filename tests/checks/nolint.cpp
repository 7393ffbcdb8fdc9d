// RUN: %clang-tidy -load %plugin --quiet --checks='-*,sqlite-*' %s -- -std=c++17 | %FileCheck --allow-empty %s
// NOLINT on the crossing's line silences the plugin.
// CHECK-NOT: sqlite-handle
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker([db] { sqlite3_exec(db, "", nullptr, nullptr, nullptr); });  // NOLINT(sqlite-handle-shared)
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  worker.join();
}
