// RUN: %check %s
// A function that nobody has the body of is given the handle: that counts as a use.
#include <sqlite3.h>

#include <thread>

void import_rows(sqlite3* db);

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(import_rows, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  std::thread other([db] { import_rows(db); });  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  import_rows(db);
  worker.join();
  other.join();
}
