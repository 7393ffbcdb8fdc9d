// RUN: %check %s --std c++20
// std::bind_front keeps the first arguments; the call brings the rest.
#include <sqlite3.h>

#include <functional>
#include <future>
#include <thread>

static void work(sqlite3* db, const char* sql) { sqlite3_exec(db, sql, nullptr, nullptr, nullptr); }
static void work_last(const char* sql, sqlite3* db) { work(db, sql); }

struct Store {
  sqlite3* db = nullptr;
  void save(const char* sql) { work(db, sql); }
};

void method() {
  Store store;
  sqlite3_open("app.db", &store.db);
  std::thread worker(std::bind_front(&Store::save, &store, "delete from a"));  // finding: sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here
  store.save("delete from b");
  worker.join();
  sqlite3_close(store.db);
}

void named(sqlite3* db) {
  auto job = std::bind_front(work, db);
  std::thread worker(job, "delete from a");  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  work(db, "delete from b");
  worker.join();
}

void the_rest(sqlite3* db) {
  std::thread worker(std::bind_front(work_last, "delete from a"), db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  work(db, "delete from b");
  worker.join();
}

void on_this_thread(sqlite3* db) { std::bind_front(work, db)("delete from a"); }

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  method();
  named(db);
  the_rest(db);
  on_this_thread(db);
  sqlite3_close(db);
}
