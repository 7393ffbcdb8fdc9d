// RUN: %check --policy exclusive %s
// RUN: %check --policy exclusive %s --std c++11
// A class that keeps work in a member and runs it on its thread.
#include <sqlite3.h>

#include <functional>
#include <thread>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

class Job {
 public:
  explicit Job(std::function<void()> work) : work_(std::move(work)) {}
  void start() { thread_ = std::thread([this] { work_(); }); }
  void wait() { thread_.join(); }
 private:
  std::function<void()> work_;
  std::thread thread_;
};

void job() {
  sqlite3* db = opened();
  Job j([db] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  j.start();
  use(db);
  j.wait();
}

void job_right() {
  sqlite3* db = opened();
  Job j([db] { use(db); });
  j.start();
  j.wait();
  use(db);
}
