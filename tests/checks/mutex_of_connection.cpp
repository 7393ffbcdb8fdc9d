// RUN: %check --policy exclusive %s
// A connection's own mutex, taken around each use, is a lock like any other; so is one that
// SQLite allocates. Another connection's mutex is none.
#include <sqlite3.h>

#include <thread>

static void careful(sqlite3* db) {
  sqlite3_mutex_enter(sqlite3_db_mutex(db));
  sqlite3_exec(db, "insert into t values (1)", nullptr, nullptr, nullptr);
  sqlite3_mutex_leave(sqlite3_db_mutex(db));
}

static void named(sqlite3* db) {
  sqlite3_mutex* const mutex = sqlite3_db_mutex(db);
  if (sqlite3_mutex_try(mutex) != SQLITE_OK) return;
  sqlite3_exec(db, "insert into t values (1)", nullptr, nullptr, nullptr);
  sqlite3_mutex_leave(mutex);
}

static void too_late(sqlite3* db) {
  sqlite3_mutex_enter(sqlite3_db_mutex(db));
  sqlite3_mutex_leave(sqlite3_db_mutex(db));
  sqlite3_exec(db, "insert into t values (1)", nullptr, nullptr, nullptr);
}

static void of_another(sqlite3* db, sqlite3* other) {
  sqlite3_mutex_enter(sqlite3_db_mutex(other));
  sqlite3_exec(db, "insert into t values (1)", nullptr, nullptr, nullptr);
  sqlite3_mutex_leave(sqlite3_db_mutex(other));
}

int main() {
  sqlite3 *first = nullptr, *second = nullptr, *third = nullptr;
  sqlite3_open("a.db", &first);
  sqlite3_open("b.db", &second);
  sqlite3_open("c.db", &third);
  std::thread right(careful, first);
  std::thread wrong(careful, second);  // finding(exclusive): sqlite-handle-shared: connection 'second' is used by this thread and by the one started here
  std::thread mixed(of_another, third, first);  // finding(exclusive): sqlite-handle-shared: connection 'third' is used by this thread and by the one started here
  named(first);
  too_late(second);
  careful(third);
  right.join();
  wrong.join();
  mixed.join();
}
