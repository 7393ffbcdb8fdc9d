// RUN: %check %s
// The same class, asked while its thread runs.
#include <sqlite3.h>

#include <thread>

class Service {
 public:
  Service() { sqlite3_open("app.db", &db_); }  // step: created: connection 'Service::db_' is created here
  ~Service() { sqlite3_close(db_); }
  // finding: sqlite-handle-shared: connection 'Service::db_' is used by this thread and by the one started here
  // step: crosses: it goes to the new thread here, through the object that runs there
  void start() { thread_ = std::thread(&Service::run, this); }
  void stop() { thread_.join(); }
  int count() { return sqlite3_total_changes(db_); }  // step: used_here: used on this thread here, by sqlite3_total_changes

 private:
  void run() { sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr); }  // step: used_there: used on the new thread here, by sqlite3_exec
  sqlite3* db_ = nullptr;
  std::thread thread_;
};

int main() {
  Service service;
  service.start();
  const int count = service.count();  // step: calls: this thread calls Service::count here
  service.stop();
  return count;
}
