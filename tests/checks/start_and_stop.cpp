// RUN: %check --policy exclusive %s
// Right under `exclusive`: main starts, stops, and only then asks.
#include <sqlite3.h>

#include <thread>

class Service {
 public:
  Service() { sqlite3_open("app.db", &db_); }
  ~Service() { sqlite3_close(db_); }
  void start() { thread_ = std::thread(&Service::run, this); }
  // mutant drop-join.2: write void stop() { thread_.detach(); }
  void stop() { thread_.join(); }
  int count() { return sqlite3_total_changes(db_); }

 private:
  void run() { sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr); }
  sqlite3* db_ = nullptr;
  std::thread thread_;
};

int main() {
  Service service;
  service.start();
  // mutant drop-join: drop
  service.stop();
  return service.count();
}
