// RUN: %check %s
// The same through std::function, and through a function pointer.
#include <sqlite3.h>

#include <functional>
#include <thread>

static void in_background(std::function<void()> task) { std::thread(task).detach(); }

static std::thread started(void (*task)(sqlite3*), sqlite3* db) { return std::thread(task, db); }

static void work(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

int main() {
  sqlite3 *first = nullptr, *second = nullptr;
  sqlite3_open("a.db", &first);
  sqlite3_open("b.db", &second);
  in_background([first] { work(first); });  // finding: sqlite-handle-shared: connection 'first' is used by this thread and by the one started here
  work(first);
  std::thread worker = started(work, second);  // finding: sqlite-handle-transferred: connection 'second' is handed to the thread started here
  worker.join();
  work(second);
}
