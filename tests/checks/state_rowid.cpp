// RUN: %check --policy serialized %s
// The row id of a shared connection is whoever's row came last.
#include <sqlite3.h>

#include <mutex>
#include <thread>

static std::mutex mutex;

static sqlite3_int64 add(sqlite3* db) {
  sqlite3_exec(db, "insert into log values (1)", nullptr, nullptr, nullptr);  // step: used_here: left here, by sqlite3_exec
  // finding(serialized): sqlite-connection-state: sqlite3_last_insert_rowid on connection 'db' can tell another thread's row id: no lock is held since sqlite3_exec
  return sqlite3_last_insert_rowid(db);  // step: used_here: read here, by sqlite3_last_insert_rowid
}

static sqlite3_int64 add_locked(sqlite3* db) {
  std::lock_guard<std::mutex> lock(mutex);
  sqlite3_exec(db, "insert into log values (1)", nullptr, nullptr, nullptr);
  return sqlite3_last_insert_rowid(db);
}

static void put(sqlite3* db) {
  sqlite3_exec(db, "insert into log values (2)", nullptr, nullptr, nullptr);  // step: used_there: meanwhile used on another thread here, by sqlite3_exec
}

static void write_locked(sqlite3* db) {
  std::lock_guard<std::mutex> lock(mutex);
  put(db);
}

static void look(sqlite3* db) {
  sqlite3_exec(db, "select * from log", nullptr, nullptr, nullptr);
}

void wrong(sqlite3* db) {
  std::thread writer(put, db);  // step: crosses: it goes to a second thread here
  add(db);
  writer.join();
}

void right_under_one_lock(sqlite3* db) {
  std::thread writer(write_locked, db);
  add_locked(db);
  writer.join();
}

void right_beside_a_reader(sqlite3* db) {
  std::thread reader(look, db);
  add(db);
  reader.join();
}

void right_on_its_own() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread writer([] {
    sqlite3* own = nullptr;
    sqlite3_open("app.db", &own);
    put(own);
    sqlite3_close(own);
  });
  add(db);
  writer.join();
  sqlite3_close(db);
}

void right_after_the_thread(sqlite3* db) {
  std::thread writer(put, db);
  writer.join();
  add(db);
}
