// RUN: %check --policy exclusive %s --std c++20
// C++20's waits on atomics: who waits there waits for what came before.
#include <sqlite3.h>

#include <atomic>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

void atomic(sqlite3* db) {
  std::atomic<bool> done{false};
  std::thread worker([&] {
    use(db);
    done = true;
    done.notify_one();
  });
  done.wait(false);
  use(db);
  worker.join();
}

void atomic_too_early(sqlite3* db) {
  std::atomic<int> done{0};
  std::thread worker([&] {  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    done.store(1);
    done.notify_all();
    use(db);
  });
  done.wait(0);
  use(db);
  worker.join();
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  atomic(db);
  atomic_too_early(db);
  sqlite3_close(db);
}
