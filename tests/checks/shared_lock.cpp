// RUN: %check --policy exclusive %s
// A shared lock lets two readers in, and reading through one connection is using it.
#include <sqlite3.h>

#include <shared_mutex>
#include <thread>

static std::shared_mutex mutex;

static void look_up(sqlite3* db) {
  std::shared_lock<std::shared_mutex> lock(mutex);
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(look_up, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
  look_up(db);
  worker.join();
}
