// RUN: %check --define SQLITE_THREADSAFE=0 %s
// Compiled without mutexes.
#include <sqlite3.h>

#include <thread>

static void work() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  sqlite3_close(db);
}

int main() {
  std::thread worker(work);  // finding: sqlite-threading-mode: SQLite is compiled for a single thread, and the one started here uses it too
  work();
  worker.join();
}
