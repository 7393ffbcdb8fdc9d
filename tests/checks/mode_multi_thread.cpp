// RUN: %check %s
// RUN: %check --policy serialized %s
// In multi-thread mode a connection that is shared needs a lock of the program's.
#include <sqlite3.h>

#include <mutex>
#include <thread>

static std::mutex mutex;

static void ask(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static void ask_locked(sqlite3* db) {
  std::lock_guard<std::mutex> lock(mutex);
  ask(db);
}

void wrong() {
  sqlite3* db = nullptr;
  // finding: sqlite-threading-mode: connection 'db' is opened in multi-thread mode, which has no mutex for it, and used by several threads with no lock in common
  // finding(serialized): sqlite-threading-mode: connection 'db' is opened in multi-thread mode, which has no mutex for it, and used by several threads with no lock in common
  sqlite3_open("app.db", &db);
  std::thread worker(ask, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here; SQLite is in multi-thread mode, so it does not protect it
  ask(db);
  worker.join();
}

void flag_wins() {
  sqlite3* db = nullptr;
  sqlite3_open_v2("app.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
  std::thread worker(ask, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  ask(db);
  worker.join();
}

void guarded() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(ask_locked, db);  // finding: sqlite-handle-guarded: connection 'db' is used by this thread and by the one started here, each time under a lock
  ask_locked(db);
  worker.join();
}

int main() {
  sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  wrong();
  flag_wins();
  guarded();
}
