// RUN: %check --policy exclusive %s
// A condition variable is one object whatever it is asked to wait for.
#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

void of_locals(sqlite3* db) {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::thread worker([&] {
    use(db);
    {
      std::lock_guard<std::mutex> lock(mutex);
      done = true;
    }
    changed.notify_one();
  });
  {
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [&] { return done; });
  }
  use(db);
  worker.join();
}

void of_any_lock(sqlite3* db) {
  std::mutex mutex;
  std::condition_variable_any changed;
  bool done = false;
  std::thread worker([&] {
    use(db);
    std::lock_guard<std::mutex> lock(mutex);
    done = true;
    changed.notify_all();
  });
  std::unique_lock<std::mutex> lock(mutex);
  changed.wait(lock, [&done] { return done; });
  lock.unlock();
  use(db);
  worker.join();
}

void too_early(sqlite3* db) {
  std::mutex mutex;
  std::condition_variable changed;
  bool begun = false;
  std::thread worker([&] {  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    {
      std::lock_guard<std::mutex> lock(mutex);
      begun = true;
    }
    changed.notify_one();
    use(db);
  });
  {
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [&] { return begun; });
  }
  use(db);
  worker.join();
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  of_locals(db);
  of_any_lock(db);
  too_early(db);
  sqlite3_close(db);
}
