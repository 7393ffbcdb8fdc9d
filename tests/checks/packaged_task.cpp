// RUN: %check %s
// RUN: %check %s --std c++11
// A task's future answers when the thread has run the task.
#include <sqlite3.h>

#include <future>
#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::packaged_task<int()> count([db] { return sqlite3_changes(db); });
  std::future<int> counted = count.get_future();
  std::thread counter(std::move(count));  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
  counter.detach();
  counted.get();
  sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr);
  std::packaged_task<int()> look([db] { return sqlite3_changes(db); });
  std::future<int> looked = look.get_future();
  std::thread looker(std::move(look));  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  looker.detach();
  sqlite3_close(db);
  looked.get();
}
