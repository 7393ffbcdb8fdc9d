// RUN: %check %s
// RUN: %check --policy exclusive %s
// What any thread may use by the program's own word is no case for `owner`; that two threads
// are in it at once still is one for `exclusive`.
#include "../../include/lanyard/lanyard.h"

#include <sqlite3.h>

#include <mutex>
#include <thread>

void query(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

sqlite3* open_for_all() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  lanyard_any_thread(db);
  return db;
}

void by_call() {
  sqlite3* db = open_for_all();
  std::thread worker([db] { query(db); });
  worker.join();
  sqlite3_close(db);
}

void by_call_on_another(sqlite3* spare) {
  sqlite3* mine = nullptr;
  sqlite3_open("app.db", &mine);
  lanyard_any_thread(spare);
  std::thread worker([mine] { query(mine); });  // finding: sqlite-handle-transferred: connection 'mine' is handed to the thread started here
  worker.join();
  sqlite3_close(mine);
}

void by_variable() {
  LANYARD_ANY_THREAD sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(query, db);
  worker.join();
  sqlite3_close(db);
}

void by_another_annotation() {
  [[clang::annotate("other:any_thread")]] sqlite3* other = nullptr;
  sqlite3_open("app.db", &other);
  std::thread worker(query, other);  // finding: sqlite-handle-transferred: connection 'other' is handed to the thread started here
  worker.join();
  sqlite3_close(other);
}

void use_and_close([[clang::annotate("lanyard:any_thread")]] sqlite3* db) {
  query(db);
  sqlite3_close(db);
}

void by_parameter() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker([db] { use_and_close(db); });
  worker.join();
}

struct Service {
  LANYARD_ANY_THREAD sqlite3* db = nullptr;
  sqlite3* own = nullptr;
};

void by_field() {
  Service service;
  sqlite3_open("app.db", &service.db);
  sqlite3_open("app.db", &service.own);
  std::thread worker([&] { query(service.db); });
  worker.join();
  std::thread other([&] { query(service.own); });  // finding: sqlite-handle-transferred: connection 'Service::own' is handed to the thread started here
  other.join();
}

struct LANYARD_ANY_THREAD Shared {
  sqlite3* db = nullptr;
};

void by_class() {
  Shared shared;
  sqlite3_open("app.db", &shared.db);
  std::thread worker([&] { query(shared.db); });
  worker.join();
}

LANYARD_ANY_THREAD static sqlite3* global;
std::mutex mutex;

void locked() {
  std::lock_guard<std::mutex> lock(mutex);
  query(global);
}

void by_global() {
  sqlite3_open("app.db", &global);
  std::thread worker(locked);
  locked();
  worker.join();
}

// Of a function: the handle that it returns.
LANYARD_ANY_THREAD sqlite3* from_elsewhere();

void by_function() {
  sqlite3* db = from_elsewhere();
  std::thread worker([db] { query(db); });
  worker.join();
  sqlite3_close(db);
}

void at_once() {
  sqlite3* both = open_for_all();
  // finding: sqlite-handle-shared: connection 'both' is used by this thread and by the one started here
  // finding(exclusive): sqlite-handle-shared: connection 'both' is used by this thread and by the one started here
  std::thread worker([both] { query(both); });
  query(both);
  worker.join();
  sqlite3_close(both);
}

int main() {
  by_call();
  by_call_on_another(open_for_all());
  by_variable();
  by_another_annotation();
  by_parameter();
  by_field();
  by_class();
  by_global();
  by_function();
  at_once();
}
