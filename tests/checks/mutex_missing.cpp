// RUN: %check --policy exclusive %s
// A connection that is opened with NOMUTEX has no mutex: sqlite3_db_mutex answers a null pointer,
// and entering that keeps nobody out. Of one opened by flags that nobody knows, who can tell?
#include <sqlite3.h>

#include <thread>

static void put(sqlite3* db) {
  sqlite3_mutex_enter(sqlite3_db_mutex(db));
  sqlite3_exec(db, "insert into t values (1)", nullptr, nullptr, nullptr);
  sqlite3_mutex_leave(sqlite3_db_mutex(db));
}

void without() {
  sqlite3* db = nullptr;
  // finding(exclusive): sqlite-threading-mode: connection 'db' is opened with NOMUTEX and used by several threads with no lock in common
  sqlite3_open_v2("app.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here; it is opened with NOMUTEX, so SQLite does not protect it
  std::thread worker([db] { put(db); });
  put(db);
  worker.join();
}

void with() {
  sqlite3* db = nullptr;
  sqlite3_open_v2("app.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
  std::thread worker([db] { put(db); });
  put(db);
  worker.join();
}

void unknown(int flags) {
  sqlite3* db = nullptr;
  sqlite3_open_v2("app.db", &db, flags, nullptr);
  std::thread worker([db] { put(db); });
  put(db);
  worker.join();
}

// A mutex of the program's own is one, whatever the mode.
void own(sqlite3_mutex* mutex) {
  sqlite3* db = nullptr;
  sqlite3_open_v2("app.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::thread worker([=] {
    sqlite3_mutex_enter(mutex);
    sqlite3_exec(db, "insert into t values (1)", nullptr, nullptr, nullptr);
    sqlite3_mutex_leave(mutex);
  });
  sqlite3_mutex_enter(mutex);
  sqlite3_exec(db, "insert into t values (1)", nullptr, nullptr, nullptr);
  sqlite3_mutex_leave(mutex);
  worker.join();
}
