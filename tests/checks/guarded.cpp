// RUN: %check %s
// RUN: %check --policy exclusive %s
// Every use holds one lock: only `owner` minds.
#include <sqlite3.h>

#include <mutex>
#include <thread>

static std::mutex mutex;

static void work(sqlite3* db) {
  // mutant drop-lock.1: drop
  std::lock_guard<std::mutex> lock(mutex);
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(work, db);  // finding: sqlite-handle-guarded: connection 'db' is used by this thread and by the one started here, each time under a lock
  // mutant drop-lock.2: write sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  work(db);
  // mutant drop-join: write worker.detach();
  worker.join();
  sqlite3_close(db);
}
