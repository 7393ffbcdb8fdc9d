// RUN: %check --policy exclusive %s
// A future is waited for by wait() as by get(), wherever the library declares them.
#include <sqlite3.h>

#include <chrono>
#include <future>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

void waited(sqlite3* db) {
  std::future<void> done = std::async(std::launch::async, [db] { use(db); });
  done.wait();
  use(db);
}

void shared_future(sqlite3* db) {
  std::shared_future<void> done = std::async(std::launch::async, [db] { use(db); }).share();
  done.wait();
  use(db);
}

void until_ready(sqlite3* db) {
  std::future<void> done = std::async(std::launch::async, [db] { use(db); });
  while (done.wait_for(std::chrono::seconds(1)) != std::future_status::ready) {
  }
  use(db);
}

void if_ready(sqlite3* db) {
  std::future<void> done = std::async(std::launch::async, [db] { use(db); });
  const auto status = done.wait_for(std::chrono::seconds(1));
  if (status == std::future_status::ready) use(db);
}

void not_yet(sqlite3* db) {
  std::future<void> done = std::async(std::launch::async, [db] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  if (done.wait_for(std::chrono::seconds(1)) != std::future_status::ready) use(db);
}

void for_a_while(sqlite3* db) {
  std::future<void> done = std::async(std::launch::async, [db] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  done.wait_for(std::chrono::seconds(1));
  use(db);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  waited(db);
  shared_future(db);
  until_ready(db);
  if_ready(db);
  not_yet(db);
  for_a_while(db);
  sqlite3_close(db);
}
