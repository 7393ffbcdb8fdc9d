// RUN: %check %s
// std::ref hands over the variable that holds the handle.
#include <sqlite3.h>

#include <functional>
#include <thread>

struct Store {
  sqlite3* db = nullptr;
};

static void work(Store& store) { sqlite3_exec(store.db, "select 1", nullptr, nullptr, nullptr); }

int main() {
  Store store;
  sqlite3_open("app.db", &store.db);
  std::thread worker(work, std::ref(store));  // finding: sqlite-handle-transferred: connection 'Store::db' is handed to the thread started here
  worker.join();
  sqlite3_close(store.db);
}
