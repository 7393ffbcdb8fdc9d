// RUN: %check %s
// Where two other threads meet, each has a way of calls of its own, which begins with the thread.
#include <sqlite3.h>

#include <thread>

static sqlite3* db;

static void run(const char* sql) {
  // step: used_there: used on the new thread here, by sqlite3_exec
  // step: used_here: used on another thread here, by sqlite3_exec
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
}

static void fill() {
  // step: calls: the new thread calls run here
  // step: calls: another thread calls run here
  run("insert into t values (1)");
}

static void drain() {
  // step: calls: the new thread calls run here
  // step: calls: another thread calls run here
  run("delete from t");
}

static void both() {
  // finding: sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
  // step: crosses: it goes to the new thread here, through the global 'db'
  std::thread first(fill);
  // finding: sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
  // step: crosses: it goes to the new thread here, through the global 'db'
  std::thread second(drain);
  first.join();
  second.join();
}

int main() {
  sqlite3_open("app.db", &db);
  both();
  sqlite3_close(db);
}
