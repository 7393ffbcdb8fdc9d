// RUN: %check --door lint --std c++2b --policy exclusive %s
// Objects that are explicit parameters, callables that only move, and values that may be errors.
// (Clang knows the first since 18, and libstdc++'s <expected> since 19.)
#include <sqlite3.h>

#include <expected>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

struct Store {
  sqlite3* db = nullptr;
  std::mutex mutex;
  void put(this Store& self) { use(self.db); }
  void put_locked(this auto& self) {
    std::lock_guard lock(self.mutex);
    use(self.db);
  }
};

void explicit_objects() {
  Store right, wrong;
  sqlite3_open("right.db", &right.db);
  sqlite3_open("wrong.db", &wrong.db);
  std::jthread first([&right] { right.put_locked(); });
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here
  std::jthread second([&wrong] { wrong.put_locked(); });
  right.put_locked();
  wrong.put();
}

std::expected<sqlite3*, int> opened(const char* file) {
  sqlite3* db = nullptr;
  if (const int code = sqlite3_open(file, &db)) return std::unexpected(code);
  return db;
}

void expected_here_and_there() {
  const auto db = opened("app.db");
  if (!db) return;
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  std::jthread worker([&db] { use(*db); });
  use(db.value());
}

void expected_of_each() {
  const auto mine = opened("mine.db"), theirs = opened("theirs.db");
  std::jthread worker([db = theirs.value_or(nullptr)] { use(db); });
  use(*mine);
}

void run(std::move_only_function<void()> work) {
  std::thread(std::move(work)).detach();
}

void moved_callable() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  run([db] { use(db); });
  use(db);
}

void own_callable() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  run([] {
    sqlite3* own = nullptr;
    sqlite3_open("app.db", &own);
    use(own);
    sqlite3_close(own);
  });
  use(db);
}
