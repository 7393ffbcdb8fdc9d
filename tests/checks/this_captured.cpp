// RUN: %check %s
// A class starts a thread with `this`; nobody visible orders its methods.
#include <sqlite3.h>

#include <thread>

class Cache {
 public:
  explicit Cache(const char* file) { sqlite3_open(file, &db_); }  // step: created: connection 'Cache::db_' is created here
  ~Cache() {
    worker_.join();
    sqlite3_close(db_);
  }
  void start() {
    // finding: sqlite-handle-shared: connection 'Cache::db_' is used by this thread and by the one started here
    // step: crosses: it goes to the new thread here, through the captured 'this'
    worker_ = std::thread([this] { refresh(); });  // step: calls: the new thread calls Cache::refresh here
  }
  int size() {
    return sqlite3_total_changes(db_);  // step: used_here: used on this thread here, by sqlite3_total_changes
  }

 private:
  void refresh() {
    sqlite3_exec(db_, "delete from cache", nullptr, nullptr, nullptr);  // step: used_there: used on the new thread here, by sqlite3_exec
  }
  sqlite3* db_ = nullptr;
  std::thread worker_;
};
