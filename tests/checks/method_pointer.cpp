// RUN: %check %s
// The entry is a pointer to a method, the object its first argument.
#include <sqlite3.h>

#include <thread>

struct Reader {
  sqlite3* db = nullptr;
  void run() { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }
};

int main() {
  Reader reader;
  sqlite3_open("app.db", &reader.db);
  std::thread worker(&Reader::run, &reader);  // finding: sqlite-handle-shared: connection 'Reader::db' is used by this thread and by the one started here
  reader.run();
  worker.join();
}
