// RUN: %check --policy exclusive %s
// RUN: %check --policy exclusive %s --std c++20
// A guard without a name is gone at the end of its statement.
#include <sqlite3.h>

#include <mutex>
#include <thread>

static std::mutex mutex;

class Guard {
 public:
  explicit Guard(std::mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Guard() { mutex_.unlock(); }

 private:
  std::mutex& mutex_;
};

static std::unique_lock<std::mutex> locked() { return std::unique_lock<std::mutex>(mutex); }

static void use(sqlite3* db) { sqlite3_exec(db, "delete from log", nullptr, nullptr, nullptr); }

static void unnamed(sqlite3* db) {
  std::lock_guard<std::mutex>{mutex};
  use(db);
}

static void unnamed_unique(sqlite3* db) {
  std::unique_lock<std::mutex>{mutex};
  use(db);
}

static void unnamed_own(sqlite3* db) {
  Guard{mutex};
  use(db);
}

static void unnamed_returned(sqlite3* db) {
  locked();
  use(db);
}

static void named(sqlite3* db) {
  Guard guard{mutex};
  use(db);
}

static void in_one_statement(sqlite3* db) { std::lock_guard<std::mutex>{mutex}, use(db); }

static void returned(sqlite3* db) {
  const auto lock = locked();
  use(db);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  {
    std::thread other(unnamed, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    named(db);
    other.join();
  }
  {
    std::thread other(unnamed_unique, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    named(db);
    other.join();
  }
  {
    std::thread other(unnamed_own, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    named(db);
    other.join();
  }
  {
    std::thread other(unnamed_returned, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    named(db);
    other.join();
  }
  {
    std::thread other(in_one_statement, db);
    named(db);
    other.join();
  }
  {
    std::thread other(returned, db);
    named(db);
    other.join();
  }
  sqlite3_close(db);
}
